import { words } from '../lib/language'

export function Api() {
  const { api } = words.value
  return (
    <section class="card" aria-labelledby="api-heading">
      <h2 id="api-heading">{api.heading}</h2>
      <p class="meaning">{api.why}</p>
      <ul class="rows">
        <li>
          <a href="/graphiql">{api.explore}</a>
        </li>
        <li>
          <a href="/schema.graphql">{api.contract}</a>
        </li>
      </ul>
    </section>
  )
}
