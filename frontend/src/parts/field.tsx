// A labelled field. What is wrong stands under it and is read out with it.
import type { RefObject } from 'preact'

export function Field({ name, label, hint, wrong, input, value, onTyped, keyboard }: FieldProps) {
  const id = `field-${name}`
  const below = wrong ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-wrong` } : {}
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {hint && <p id={`${id}-hint`}>{hint}</p>}
      <input
        {...keyboard}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        {...below}
        id={id}
        name={name}
        ref={input}
        value={value}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      {wrong && (
        <p id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}

interface FieldProps {
  name: string
  label: string
  hint?: string
  wrong: string
  input: RefObject<HTMLInputElement | null>
  value: string
  onTyped: (text: string) => void
  keyboard: {
    inputMode: 'text' | 'tel' | 'numeric'
    autoComplete: string
    enterKeyHint: 'next' | 'go' | 'done'
    maxLength: number
  }
}
