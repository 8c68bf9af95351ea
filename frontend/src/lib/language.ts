// Which language is spoken. Chinese is in the bundle; English is loaded when first wanted.
import { computed, signal } from '@preact/signals'
import { zh, type Words } from '../words/zh'
import { keep, kept } from './kept'

export type Language = 'zh' | 'en'

const spoken = signal<{ language: Language; words: Words }>({ language: 'zh', words: zh })

export const language = computed(() => spoken.value.language)
export const words = computed(() => spoken.value.words)

export const counted = (count: number): string =>
  count.toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en')

export async function speak(wanted: Language): Promise<void> {
  const chosen = wanted === 'en' ? (await import('../words/en')).en : zh
  spoken.value = { language: wanted, words: chosen }
  document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en'
  document.title = chosen.title
}

export async function choose(wanted: Language): Promise<void> {
  await speak(wanted)
  keep('language', wanted)
}

export function preferred(): Language {
  const chosen = kept('language')
  if (chosen === 'zh' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
