// Every address of the client, on one page. A screen is one job of one person.
import type { ComponentType } from 'preact'
import { Door } from './screens/door'

const screens: Record<string, ComponentType> = {
  '/': Door,
}

export const screenAt = (path: string): ComponentType => screens[path] ?? Door
