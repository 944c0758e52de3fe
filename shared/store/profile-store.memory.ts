import { type ProfileStore, putHeaders, type StoredProfile } from './profile-store.ts'

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
    size: async (key) => objects.get(key)?.body.byteLength,
    remove: async (key) => {
      objects.delete(key)
    },
    list: async function* (prefix, after = '') {
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
    },
    folders: async function* (prefix) {
      const below = [...objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
      const names = below.filter((rest) => rest.includes('/')).map((rest) => rest.slice(0, rest.indexOf('/')))
      yield* [...new Set(names)].sort()
    },
    // Nothing listens behind it.
    presignPut: async (target) => ({ url: `memory:${target.key}`, headers: putHeaders(target) }),
  }
}
