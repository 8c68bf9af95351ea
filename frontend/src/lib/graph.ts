// One POST to the graph: the document by its id, by its text where the server does not know it yet.
import { language } from './language'
import type { TypedDocument } from './documents'

interface Answer<Result> {
  data?: Result | null
  errors?: Array<{ message: string; extensions?: { code?: string } }>
}

export class Unreached extends Error {}

export async function ask<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  let answer = await post<Result>({ documentId: document.id, variables })
  if (answer.errors?.[0]?.extensions?.code === 'PERSISTED_QUERY_NOT_FOUND')
    answer = await post<Result>({ query: document.text, variables })
  if (answer.errors?.length || !answer.data) throw new Unreached(answer.errors?.[0]?.message)
  return answer.data
}

// One key for one act of a person: whatever repeats the request on its way, it acts once.
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

async function post<Result>(body: object): Promise<Answer<Result>> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept': 'application/graphql-response+json, application/json',
        'accept-language': language.value === 'zh' ? 'zh-CN' : 'en',
      },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Answer<Result>
  } catch {
    throw new Unreached()
  }
}
