// Light or dark: the system's wish until somebody presses the button.
import { signal } from '@preact/signals'
import { keep } from './kept'

const system = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement

const seen = (): boolean => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches)

export const isDark = signal(seen())
system.addEventListener('change', () => (isDark.value = seen()))

export function toggleTheme(): void {
  root.dataset.theme = isDark.value ? 'light' : 'dark'
  keep('theme', root.dataset.theme)
  isDark.value = seen()
}
