// Who you are here, and a token for your programs.
import type { Me } from '../lib/documents'
import { language, words } from '../lib/language'
import { leave } from '../lib/viewer'
import { Token } from './token'

export function Account({ me }: { me: Me }) {
  const { account, roles } = words.value
  return (
    <section id="entrance" class="card" aria-labelledby="entrance-heading">
      <p class="meaning">{account.heading}</p>
      <h2 id="entrance-heading">{me.name}</h2>
      {me.memberships.nodes.length === 0 && <p>{account.noSeat}</p>}
      {me.memberships.nodes.map(({ role, organization }) => (
        <p key={role + (organization?.name ?? '')}>
          {organization ? account.at(roles[role], named(organization)) : roles[role]}
        </p>
      ))}
      <Token />
      <button type="button" class="plain" onClick={() => void leave()}>
        {account.out}
      </button>
    </section>
  )
}

const named = ({ name, nameEn }: { name: string; nameEn: string | null }): string =>
  (language.value === 'en' && nameEn) || name
