import { dayIn } from '../lib/city'
import { day, figures, isLoading, isLost, load, view } from '../lib/figures'
import { counted, language, words } from '../lib/language'
import { AsOf } from './as-of'
import { Ratio } from './ratio'

const RATIOS = ['completion', 'onTime', 'surveyResponse', 'satisfaction'] as const

export function Figures() {
  const said = words.value.figures
  const found = figures.value
  return (
    <section id="figures" class="card" aria-labelledby="figures-heading" aria-busy={isLoading.value}>
      <h2 id="figures-heading">{said.heading}</h2>
      <AsOf />
      {isLost.value ? (
        <div class="lost" role="alert">
          <p>{said.lost}</p>
          <button type="button" class="plain" onClick={() => void load()}>
            {said.again}
          </button>
        </div>
      ) : (
        <>
          <p class="count" aria-live="polite">
            <strong>{found?.submissionCount == null ? '—' : counted(found.submissionCount)}</strong> {said.count}
          </p>
          <p class="meaning">{said.scope[view.value](dayIn(language.value, day.value))}</p>
          <p class="meaning">{said.countMeaning}</p>
          <dl>
            {RATIOS.map((name) => (
              <Ratio
                key={name}
                label={said[name]}
                meaning={said[`${name}Meaning`]}
                counted={found?.[name]}
              />
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
