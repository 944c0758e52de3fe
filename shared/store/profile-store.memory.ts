import type { ProfileStore, StoredProfile } from './profile-store.ts'

/** Profiles in memory, for unit tests and for `tidemark judge`. */
export function memoryProfileStore(): ProfileStore {
  const objects = new Map<string, StoredProfile>()
  return {
    put: async (profile) => {
      const holder = objects.get(profile.key)?.metadata.sha256
      if (holder !== undefined && holder !== profile.metadata.sha256)
        return { outcome: 'taken', sha256: holder }
      if (holder === undefined) objects.set(profile.key, profile)
      return { outcome: 'stored' }
    },
    get: async (key) => objects.get(key),
    list: async function* (prefix, after = '') {
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    },
  }
}
