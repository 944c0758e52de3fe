import { Rejection } from '#shared/api/reason.ts'
import type { ChosenSettings } from '#shared/settings/settings.ts'
import type { Service } from '#shared/store/directory.ts'
import { iso } from '#shared/time.ts'

/** Bytes of all settings of a service together: ingest and every list of services read them. */
export const SETTINGS_BYTES = 32 * 1024

/** @throws Rejection where the settings fit neither the stage nor their row */
export function admitSettings(chosen: ChosenSettings, retentionDays: number): void {
  const { windowDays } = chosen
  if (windowDays !== undefined && windowDays > retentionDays) {
    throw new Rejection(
      'bad-parameter',
      `The judge cannot look back ${windowDays} days: counts are kept for ${retentionDays}.`,
      { limit: retentionDays, actual: windowDays },
    )
  }
  const bytes = Buffer.byteLength(JSON.stringify(chosen))
  if (bytes > SETTINGS_BYTES) {
    throw new Rejection(
      'bad-parameter',
      `All settings together take ${bytes} bytes; at most ${SETTINGS_BYTES} are kept. Shorten the lists.`,
      { limit: SETTINGS_BYTES, actual: bytes },
    )
  }
}

/** Settings in force; null where nothing was chosen and nothing stands in for it. */
export function settingsJson({ settings, choice: { resolutions, revision } }: Service, now: number) {
  const next = resolutions.find(({ from }) => from > now)
  return {
    settings: {
      ...settings,
      resolutionSeconds: settings.resolutionSeconds ?? null,
      limits: { ...settings.limits, goroutines: settings.limits.goroutines ?? null },
      allowedLabels: settings.allowedLabels ?? null,
      owner: settings.owner ?? null,
      repository: settings.repository ?? null,
    },
    settingsRevision: revision,
    /** A change of the resolution that is still to come. */
    nextResolution: next === undefined ? null : { seconds: next.seconds ?? null, from: iso(next.from) },
  }
}
