import { defineConfig } from 'vite'

// One build for all: the client's pages and GraphiQL, which shares nothing with them.
export default defineConfig({
  oxc: { jsx: { importSource: 'preact' } },
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../backend/web/client',
    emptyOutDir: true,
    target: ['es2020', 'chrome87', 'safari14'],
    // GraphiQL's editor is large and is loaded by nobody else.
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'graphiql.html'],
      checks: { moduleLevelDirective: false },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: 'http://127.0.0.1:8000', ws: true },
      '/schema.graphql': 'http://127.0.0.1:8000',
    },
  },
})
