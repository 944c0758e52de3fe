import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import { StorageFullError } from '#shared/store/store-error.ts'

/** Profiles in memory that count their puts and can fail before or after the write. */
export interface WatchedProfiles extends ProfileStore {
  /** Keys of every put that was asked for. */
  readonly puts: string[]
  /** `before`: nothing is written. `full`: for want of room. `after`: it is, and only the answer is lost. */
  fails: 'never' | 'before' | 'full' | 'after'
  keys(): Promise<string[]>
}

export function watchedProfiles(): WatchedProfiles {
  const profiles = memoryProfileStore()
  const watched: WatchedProfiles = {
    ...profiles,
    puts: [],
    fails: 'never',
    keys: async () => {
      const keys: string[] = []
      for await (const key of profiles.list('')) keys.push(key)
      return keys
    },
    put: async (profile) => {
      watched.puts.push(profile.key)
      if (watched.fails === 'before') throw new Error('the bucket does not answer')
      if (watched.fails === 'full') throw new StorageFullError('The disk has 0 MB free.')
      const result = await profiles.put(profile)
      if (watched.fails === 'after') throw new Error('the answer of the bucket is lost')
      return result
    },
  }
  return watched
}
