import { choose, language, words } from '../lib/language'
import { isDark, toggleTheme } from '../lib/theme'
import { viewer } from '../lib/viewer'
import { Mark } from './mark'

export function Header() {
  const said = words.value
  const other = language.value === 'zh' ? 'en' : 'zh'
  return (
    <header>
      <a class="name" href="/">
        <Mark />
        {said.name}
      </a>
      <nav>
        {!viewer.value && (
          <a class="quiet" href="#entrance">
            {said.signIn.heading}
          </a>
        )}
        <button
          class="quiet"
          type="button"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          onClick={() => void choose(other)}
        >
          {said.language}
        </button>
        <button
          class="quiet round"
          type="button"
          aria-label={isDark.value ? said.toLight : said.toDark}
          onClick={toggleTheme}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="8" />
            <path d="M12 4a8 8 0 0 1 0 16z" />
          </svg>
        </button>
      </nav>
    </header>
  )
}
