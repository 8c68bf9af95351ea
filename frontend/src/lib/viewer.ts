// Who is signed in, and the acts around that. An act answers with what went wrong, or with ''.
import { signal } from '@preact/signals'
import { createToken, requestCode, signIn, signOut } from './documents'
import type { Me, Scope } from './documents'
import { ask, newKey } from './graph'
import { words } from './language'

export const viewer = signal<Me | null>(null)

// An answer that was asked for before somebody came or went says nothing about who is here now.
let comings = 0
export const whoseTurn = (): number => comings

export const sendCode = (phone: string): Promise<string> =>
  act(async () => {
    const input = { idempotencyKey: newKey(), phone }
    return (await ask(requestCode, { input })).signInRequestCode.userErrors
  })

export const enter = (phone: string, code: string): Promise<string> =>
  act(async () => {
    const entered = await ask(signIn, { input: { idempotencyKey: newKey(), phone, code } })
    viewer.value = entered.signIn.viewer
    comings += 1
    return entered.signIn.userErrors
  })

export const leave = (): Promise<string> =>
  act(async () => {
    const left = await ask(signOut, { input: { idempotencyKey: newKey() } })
    viewer.value = null
    comings += 1
    return left.signOut.userErrors
  })

export async function makeToken(
  name: string,
  scopes: Scope[],
): Promise<{ secret: string; wrong: string }> {
  let secret = ''
  const wrong = await act(async () => {
    const made = await ask(createToken, { input: { idempotencyKey: newKey(), name, scopes } })
    secret = made.accessTokenCreate.secret ?? ''
    return made.accessTokenCreate.userErrors
  })
  return { secret, wrong }
}

async function act(work: () => Promise<Array<{ message: string }>>): Promise<string> {
  try {
    return (await work())[0]?.message ?? ''
  } catch (error) {
    return (error instanceof Error && error.message) || words.value.failed
  }
}
