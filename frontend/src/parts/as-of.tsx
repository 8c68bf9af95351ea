// Today, or the day on which the figures were first published.
import { dayIn, FOUNDING_DAY, today } from '../lib/city'
import { show, view, type View } from '../lib/figures'
import { language, words } from '../lib/language'

export function AsOf() {
  const { figures } = words.value
  const days: Array<[View, string, string]> = [
    ['today', figures.today, today()],
    ['founding', figures.founding, FOUNDING_DAY],
  ]
  return (
    <fieldset class="as-of">
      <legend class="spoken">{figures.asOf}</legend>
      {days.map(([name, label, day]) => (
        <label key={name}>
          <input
            type="radio"
            name="as-of"
            value={name}
            checked={view.value === name}
            onChange={() => show(name)}
          />
          <span>
            {label}
            <small>{dayIn(language.value, day)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
