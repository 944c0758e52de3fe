import { Rejection } from '#shared/api/reason.ts'
import { goroutineType } from '#shared/goroutine/pprof.ts'
import { labelsOf } from './attributes.ts'
import { Dictionary } from './dictionary.ts'
import type { ExportProfilesServiceRequest, Profile } from './otlp_pb.ts'
import { pprofOf, Room } from './pprof-of.ts'

/** Profiles of goroutines in one request. */
const MOST_PROFILES = 256
/** A profile of goroutines in a message. */
export interface GoroutinesInMessage {
  /** Such as `resource 0, profile 2`. */
  readonly where: string
  /** Attributes of its resource. @throws Rejection `malformed-profile` */
  readonly labels: () => Readonly<Record<string, string>>
  /** profile.proto. @throws Rejection for what cannot be written so */
  readonly pprof: () => Uint8Array
}

export interface ProfilesInMessage {
  readonly goroutines: readonly GoroutinesInMessage[]
  /** Sample types of all others, such as `cpu/nanoseconds`. */
  readonly others: readonly string[]
}

/**
 * @param bytes that all profiles together may become
 * @throws Rejection `body-too-large` for more than 256 profiles of goroutines, `malformed-profile` for a type that no row has
 */
export function profilesIn(
  { resourceProfiles, dictionary: tables }: ExportProfilesServiceRequest,
  bytes: number,
): ProfilesInMessage {
  const dictionary = new Dictionary(tables)
  const room = new Room(bytes)
  const goroutines: GoroutinesInMessage[] = []
  const others: string[] = []
  for (const [row, { resource, scopeProfiles }] of resourceProfiles.entries()) {
    const labels = () => labelsOf(resource?.attributes ?? [], dictionary)
    for (const [place, profile] of scopeProfiles.flatMap(({ profiles }) => profiles).entries()) {
      const { type, unit } = typeOf(profile, dictionary)
      if (goroutineType(type, unit) === undefined) others.push(`${type}/${unit}`)
      else {
        const where = `resource ${row}, profile ${place}`
        goroutines.push({ where, labels, pprof: () => pprofOf(profile, dictionary, room) })
      }
    }
  }
  if (goroutines.length > MOST_PROFILES) {
    throw new Rejection(
      'body-too-large',
      `The message has ${goroutines.length} profiles of goroutines, the limit is ${MOST_PROFILES}: send fewer at once (sending_queue.batch.max_size).`,
      { limit: MOST_PROFILES, actual: goroutines.length },
    )
  }
  return { goroutines, others }
}

const typeOf = ({ sampleType }: Profile, dictionary: Dictionary) => ({
  type: dictionary.text(sampleType?.typeStrindex ?? 0),
  unit: dictionary.text(sampleType?.unitStrindex ?? 0),
})
