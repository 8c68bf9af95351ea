// The city's figures: as of which day, and what the graph answered. The same answer says who asks.
import { computed, effect, signal } from '@preact/signals'
import { AREA, FOUNDING_DAY, today } from './city'
import { figures as document, type FiguresResult } from './documents'
import { ask } from './graph'
import { viewer, whoseTurn } from './viewer'

export type View = 'today' | 'founding'
export type Figures = FiguresResult['statistics']

const fromAddress = (): View =>
  new URLSearchParams(location.search).get('asOf') === FOUNDING_DAY ? 'founding' : 'today'

export const view = signal<View>(fromAddress())
export const day = computed(() => (view.value === 'founding' ? FOUNDING_DAY : today()))

export const figures = signal<Figures | null>(null)
export const isLoading = signal(true)
export const isLost = signal(false)

export function show(wanted: View): void {
  view.value = wanted
  history.replaceState(null, '', wanted === 'founding' ? `?asOf=${FOUNDING_DAY}` : location.pathname)
}

export async function load(): Promise<void> {
  const asked = view.value
  const turn = whoseTurn()
  isLoading.value = true
  try {
    const input =
      asked === 'founding'
        ? { areaCode: AREA, asOf: FOUNDING_DAY, channels: ['SALON' as const] }
        : { areaCode: AREA }
    const answer = await ask(document, { input })
    if (asked !== view.value) return
    figures.value = answer.statistics
    if (turn === whoseTurn()) viewer.value = answer.viewer
    isLost.value = false
  } catch {
    if (asked !== view.value) return
    figures.value = null
    isLost.value = true
  }
  isLoading.value = false
}

export const follow = (): (() => void) => effect(() => void (view.value && load()))
