import { HOUR } from '#shared/time.ts'
import { objectKey, SEVERAL } from './keys.ts'

/** What becomes of a row that is lost. */
export type Rebuild =
  /** Indexing the objects whose keys begin so writes it again. */
  | { readonly from: 'profiles'; readonly prefixes: readonly string[] }
  /** It comes again by itself, or nobody misses it. */
  | { readonly from: 'itself' }
  /** Only this row held it. */
  | { readonly from: 'nothing'; readonly lost: string }

/** What each kind of row tells that no profile does. */
const LOST: readonly (readonly [start: string, lost: string])[] = [
  ['token#', 'a token: whoever used it needs a new one'],
  ['hook#', 'a webhook: create it again'],
  ['service#', 'the settings of a service: set them again'],
  ['finding#', 'what people decided about a finding: the next run of the judge finds it anew'],
]

/** How a row of the table comes back (docs/storage.md lists the rows). */
export function rebuildOf(pk: string, sk: string): Rebuild {
  const [tenant = '', service = '', part = ''] = pk.split('#')
  const [, lost] = LOST.find(([start]) => sk.startsWith(start)) ?? []
  if (pk.startsWith('token#')) return { from: 'nothing', lost: LOST[0]?.[1] ?? '' }
  if (pk === 'tenants') return { from: 'nothing', lost: `that ${sk} is a tenant: create a token for it` }
  if (lost !== undefined) return { from: 'nothing', lost }
  if (['news', 'job'].includes(tenant) || service === '') return { from: 'itself' }
  if (/^\d{4}-\d\d-\d\d$/.test(part))
    return { from: 'profiles', prefixes: [service, SEVERAL].flatMap((folder) => dayOf(tenant, folder, part)) }
  if (!['', 'block', 'signature', 'late'].includes(part)) return { from: 'itself' }
  if (sk.startsWith('sockets#'))
    return { from: 'profiles', prefixes: [objectKey.indexedOf('sockets/', tenant, service)] }
  return {
    from: 'profiles',
    prefixes: [service, SEVERAL].map((folder) => objectKey.indexedOf('profiles/', tenant, folder)),
  }
}

/** Of a day, and of the hour before it: a batch goes on for less than an hour. */
const dayOf = (tenant: string, folder: string, day: string): string[] => [
  objectKey.profileHour(tenant, folder, Date.parse(day) - HOUR),
  objectKey.indexedDay('profiles/', tenant, folder, Date.parse(day)),
]
