// GraphiQL from our own server: no request leaves for a public CDN.
import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import './style/graphiql.css'

const FIRST_QUERY = `# 不用登录就能问 · No sign-in needed
query Figures {
  statistics(input: { areaCode: "320500", asOf: "2020-04-17", channels: [SALON] }) {
    submissionCount
    completion { numerator denominator rate }
    onTime { numerator denominator rate }
    surveyResponse { numerator denominator rate }
    satisfaction { numerator denominator rate }
  }
}
`

const home = document.getElementById('graphiql')
if (home) {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const fetcher = createGraphiQLFetcher({
    url: '/graphql',
    subscriptionUrl: `${scheme}//${location.host}/graphql`,
  })
  createRoot(home).render(createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY }))
}
