// A token is made with the least it needs, shown once, and copied from here.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Scope } from '../lib/documents'
import { words } from '../lib/language'
import { makeToken } from '../lib/viewer'
import { Field } from './field'

const NAME = { inputMode: 'text', autoComplete: 'off', enterKeyHint: 'done', maxLength: 40 } as const

export function Token() {
  const said = words.value.token
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['READ'])
  const [secret, setSecret] = useState('')
  const [wrong, setWrong] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => void (wrong && input.current?.focus()), [wrong])

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    const made = name.trim()
      ? await makeToken(name.trim(), scopes)
      : { secret: '', wrong: said.nameMissing }
    setSecret(made.secret)
    setWrong(made.wrong)
  }

  const tick = (scope: Scope): void =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope])

  return (
    <details class="token">
      <summary>{said.heading}</summary>
      <form noValidate onSubmit={submit}>
        <p class="meaning">{said.why}</p>
        <Field
          name="token"
          label={said.name}
          hint={said.nameHint}
          wrong={wrong}
          input={input}
          value={name}
          onTyped={setName}
          keyboard={NAME}
        />
        <fieldset>
          <legend>{said.may}</legend>
          {(Object.keys(said.scopes) as Scope[]).map((scope) => (
            <label key={scope} class="tick">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                disabled={scope === 'READ'}
                onChange={() => tick(scope)}
              />
              {said.scopes[scope]}
            </label>
          ))}
        </fieldset>
        {secret ? <Secret secret={secret} /> : <button class="primary">{said.create}</button>}
      </form>
    </details>
  )
}

function Secret({ secret }: { secret: string }) {
  const said = words.value.token
  const [isCopied, setCopied] = useState(false)
  const copy = (): void =>
    void navigator.clipboard.writeText(secret).then(() => setCopied(true), () => undefined)
  return (
    <div class="secret" role="status">
      <p>{said.once}</p>
      <output>{secret}</output>
      <button type="button" class="primary" onClick={copy}>
        {isCopied ? said.copied : said.copy}
      </button>
    </div>
  )
}
