// Two steps in one place: the number, then the code that came to it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { words } from '../lib/language'
import { enter, sendCode } from '../lib/viewer'
import { Field } from './field'

const PHONE = { inputMode: 'tel', autoComplete: 'tel', enterKeyHint: 'next', maxLength: 32 } as const
const CODE = {
  inputMode: 'numeric',
  autoComplete: 'one-time-code',
  enterKeyHint: 'go',
  maxLength: 12,
} as const

export function SignIn() {
  const said = words.value.signIn
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [sentTo, setSentTo] = useState('')
  const [wrong, setWrong] = useState('')
  const [isBusy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => void ((sentTo || wrong) && input.current?.focus()), [sentTo, wrong])

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isBusy) return
    const missing = sentTo ? !code.trim() && said.codeMissing : !phone.trim() && said.phoneMissing
    setWrong('')
    setBusy(true)
    const problem = missing || (await (sentTo ? enter(sentTo, code.trim()) : sendCode(phone.trim())))
    setBusy(false)
    setWrong(problem)
    if (!problem) setSentTo(phone.trim())
  }

  return (
    <form id="entrance" class="card" noValidate onSubmit={submit} aria-labelledby="entrance-heading">
      <h2 id="entrance-heading">{said.heading}</h2>
      <p class="meaning">{sentTo ? said.codeSent(sentTo) : said.why}</p>
      {sentTo ? (
        <Field
          key="code"
          name="code"
          label={said.code}
          wrong={wrong}
          input={input}
          value={code}
          onTyped={setCode}
          keyboard={CODE}
        />
      ) : (
        <Field
          key="phone"
          name="phone"
          label={said.phone}
          wrong={wrong}
          input={input}
          value={phone}
          onTyped={setPhone}
          keyboard={PHONE}
        />
      )}
      <button class="primary" aria-disabled={isBusy}>
        {sentTo ? said.enter : said.send}
      </button>
      {sentTo && (
        <button type="button" class="plain" onClick={() => (setSentTo(''), setCode(''), setWrong(''))}>
          {said.other}
        </button>
      )}
    </form>
  )
}
