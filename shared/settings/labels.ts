import type { ServiceSettings } from './settings.ts'

/**
 * Labels of a process as they may be kept: a key that is not allowed stays, its value does not.
 *
 * @param settings undefined: nobody could tell, so that no value is kept
 */
export const keptLabels = (
  labels: Readonly<Record<string, string>>,
  settings: Pick<ServiceSettings, 'allowedLabels'> | undefined,
): Record<string, string> => {
  const allowed = settings === undefined ? [] : settings.allowedLabels
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [
      key,
      allowed === undefined || allowed.includes(key) ? value : '',
    ]),
  )
}
