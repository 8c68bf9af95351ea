// One figure: its rate, what it was counted from, and what that means.
import type { Ratio as Counted } from '../lib/documents'
import { counted as grouped, words } from '../lib/language'
import { Gap } from './gap'

export function Ratio({ label, meaning, counted }: RatioProps) {
  const rate = counted?.rate ?? null
  return (
    <div class="ratio">
      <dt>{label}</dt>
      <dd class="rate">{rate === null ? <Missing counted={counted} /> : <Percent rate={rate} />}</dd>
      {counted?.denominator ? <Pair {...counted} /> : null}
      <dd class="bar">
        <Gap rate={rate === null ? null : Number(rate)} />
      </dd>
      <dd class="meaning">{meaning}</dd>
    </div>
  )
}

const Percent = ({ rate }: { rate: string }) => (
  <>
    {rate}
    <small>%</small>
  </>
)

const Missing = ({ counted }: { counted: Counted | undefined }) => (
  <span class="none">
    {counted ? words.value.figures.missing[counted.missing ?? 'NO_DATA'] : '—'}
  </span>
)

function Pair({ numerator, denominator }: Counted) {
  const { of, spoken } = words.value.figures
  const pair = [grouped(numerator ?? 0), grouped(denominator ?? 0)] as const
  return (
    <dd class="pair">
      <span aria-hidden="true">{of(...pair)}</span>
      <span class="spoken">{spoken(...pair)}</span>
    </dd>
  )
}

interface RatioProps {
  label: string
  meaning: string
  counted: Counted | undefined
}
