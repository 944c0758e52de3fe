import { keep, kept } from './kept.ts'

/** Light, dark, or as the system has it? */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'tidemark-theme'
/** Sent when colours have changed: canvases have to be drawn anew. */
export const THEME_CHANGED = 'tidemark:theme'

/** What was chosen. */
export const chosenTheme = (): Theme => THEMES.find((theme) => theme === kept(KEY)) ?? 'system'

export function chooseTheme(theme: Theme): void {
  keep(KEY, theme)
  applyTheme(theme)
}

export function applyTheme(theme: Theme = chosenTheme()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  dispatchEvent(new Event(THEME_CHANGED))
}

/** What a colour of theme.css is now, as a canvas takes it. @param name such as `--accent` */
export function colour(name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
