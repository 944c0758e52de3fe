import { type Resolutions, resolutionsAfter } from './resolution.ts'
import { type ChosenSettings, patched, type SettingsPatch, settingsOf } from './settings.ts'

/** What the owners of a service chose, as it is kept. */
export interface Choice {
  readonly chosen: ChosenSettings
  readonly resolutions: Resolutions
  /** Optimistic lock: 0 where nothing was ever chosen, grows by one with every change. */
  readonly revision: number
}

export const NO_CHOICE: Choice = { chosen: {}, resolutions: [], revision: 0 }

/** The choice with a merge patch applied. */
export function choiceAfter(
  { chosen, resolutions, revision }: Choice,
  patch: SettingsPatch,
  now: number,
): Choice {
  const after = patched(chosen, patch)
  return {
    chosen: after,
    resolutions: resolutionsAfter(resolutions, settingsOf(after), now),
    revision: revision + 1,
  }
}
