// The city of this front door, and the day its promise was first counted in public.
export const AREA = '320500'
export const ZONE = 'Asia/Shanghai'
export const FOUNDING_DAY = '2020-04-17'

export const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' }).format(new Date())

export const dayIn = (language: string, day: string): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    dateStyle: 'long',
  }).format(new Date(`${day}T00:00:00Z`))
