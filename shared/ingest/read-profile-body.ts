import { Rejection } from '#shared/api/reason.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { type Inflate, inflate } from '#shared/goroutine/inflate.ts'
import type { Broken, GoroutineProfile, ReadLimits } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { type PackedCounts, packCounts } from '#shared/store/packed-counts.ts'
import { packedAt } from '#shared/store/packed-observations.ts'
import { observe } from '#shared/survivor/observation.ts'
import { SECOND } from '#shared/time.ts'
import { type PackedSignature, packSignature } from './packed-signature.ts'
import { sha256Of } from './profile-object.ts'

/** What a profile says, without the stacks, of which the signatures are kept. */
export type ProfileHead = Omit<GoroutineProfile, 'groups' | 'roster'>

/** What ingest needs of a body, whoever it is of. */
export interface ReadBody {
  readonly profile: ProfileHead
  readonly signed: {
    /** Most goroutines first. */
    readonly signatures: readonly PackedSignature[]
    /** The time of its individuals is told by `countedAt`. */
    readonly counts: PackedCounts
  }
  /** Of the body as received. */
  readonly sha256: string
}

/**
 * Inflates, reads and signs a body: all the work of a push that depends on its bytes. Where it runs is the caller's choice;
 * locally it is another thread, which is ended if a body takes too much of it.
 *
 * @throws Rejection with the reason
 */
export type ReadProfileBody = (body: Uint8Array, limits: ReadLimits) => Promise<ReadBody>

/** Milliseconds for one body: one of 64 MB takes one or two seconds of a processor. */
export const MOST_READING = 20_000

/** In this thread. @param now milliseconds of a clock, asked while reading @param gunzip in this thread or beside it */
export const readProfileBodyHere =
  (now: () => number, gunzip: Inflate = inflate): ReadProfileBody =>
  async (body, limits) => {
    const end = now() + MOST_READING
    const inflated = await gunzip(body, limits.inflatedBytes)
    if (inflated.answer === 'broken') throw refused(inflated.broken)
    const { bytes } = inflated
    const reading = await readProfile(bytes, { ...limits, roster: true, isLate: () => now() > end })
    // 64 MB of each dump would wait for a collection that nothing on the heap calls for.
    if (bytes !== body && isAlone(bytes)) bytes.buffer.transfer(0)
    if (reading.answer === 'broken') throw refused(reading.broken)
    const { groups: _, roster: __, ...profile } = reading.profile
    const { signatures, sightings, ofGroups } = signProfile(reading.profile)
    // What its sender calls it is not known here.
    const observation = observe(
      { ...reading.profile, type: 'goroutine' },
      { signatures, sightings, ofGroups },
      0,
    )
    return {
      profile,
      signed: {
        signatures: signatures.map(packSignature),
        counts: packCounts({ sightings, ...(observation === undefined ? {} : { observation }) }),
      },
      sha256: sha256Of(body),
    }
  }

const refused = (broken: Broken): Rejection => new Rejection(broken.reason, broken.detail, broken)

/** Small results of zlib share their memory with others. */
const isAlone = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength > Buffer.poolSize

/** The counts of a profile that was taken at this time; a leak profile tells no individuals. */
export const countedAt = (
  { type }: ProfileHead,
  { sightings, individuals }: PackedCounts,
  at: number,
): PackedCounts => ({
  sightings,
  individuals:
    individuals === undefined || type !== 'goroutine'
      ? undefined
      : packedAt(individuals, Math.floor(at / SECOND) * SECOND),
})
