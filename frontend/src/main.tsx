import { render } from 'preact'
import { preferred, speak } from './lib/language'
import { screenAt } from './routes'
import './style/tokens.css'
import './style/page.css'
import './style/parts.css'
import './style/figures.css'
import './style/account.css'

// A new release removes old chunks: the page that asks for one is reloaded, once.
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem('lj-reloaded')) return
  sessionStorage.setItem('lj-reloaded', '1')
  event.preventDefault()
  location.reload()
})

async function open(): Promise<void> {
  await speak(preferred()).catch(() => speak('zh'))
  const home = document.getElementById('app')
  const Screen = screenAt(location.pathname)
  if (home) render(<Screen />, home)
}

void open()
