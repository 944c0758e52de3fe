import type { Service } from './service-answer.ts'

type Settings = Service['settings']

/** What the form holds, by the name of the field. */
export type Filled = (name: string) => string

/** Fields as they stand before anybody types; a list has one item per line. */
export const fieldsOf = (settings: Settings) => ({
  owner: settings.owner ?? '',
  repository: settings.repository?.url ?? '',
  ref: settings.repository?.ref ?? '',
  windowDays: String(settings.windowDays),
  goroutines: settings.limits.goroutines === null ? '' : String(settings.limits.goroutines),
  descriptors: String(settings.limits.descriptors),
  dumpsUpTo: String(settings.dumpsUpTo),
  ownCode: settings.ownCode.join('\n'),
})

/**
 * The merge patch of what was changed (RFC 7396): null takes a choice back, what was left alone is not named, so that a
 * default stays a default.
 */
export function settingsPatch(settings: Settings, filled: Filled): Record<string, unknown> {
  const before = fieldsOf(settings)
  const changed = (...names: (keyof typeof before)[]) => names.some((name) => filled(name) !== before[name])
  const limits = {
    ...(changed('goroutines') && { goroutines: numberOf(filled('goroutines')) }),
    ...(changed('descriptors') && { descriptors: numberOf(filled('descriptors')) }),
  }
  return {
    ...(changed('owner') && { owner: textOf(filled('owner')) }),
    ...(changed('repository', 'ref') && { repository: repositoryOf(settings, filled) }),
    ...(changed('windowDays') && { windowDays: numberOf(filled('windowDays')) }),
    ...(changed('dumpsUpTo') && { dumpsUpTo: numberOf(filled('dumpsUpTo')) }),
    ...(changed('ownCode') && { ownCode: linesOf(filled('ownCode')) }),
    ...(Object.keys(limits).length > 0 && { limits }),
  }
}

const textOf = (text: string): string | null => (text === '' ? null : text)
const numberOf = (text: string): number | null => (text === '' ? null : Number(text))
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What the form does not show of the repository stays. */
function repositoryOf({ repository }: Settings, filled: Filled): Record<string, unknown> | null {
  const url = filled('repository')
  if (url === '') return null
  const { ref: _, ...others } = repository ?? {}
  return { ...others, url, ...(filled('ref') !== '' && { ref: filled('ref') }) }
}
