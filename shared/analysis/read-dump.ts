/** One clean dump, read in every way that one dump allows: counted, signed, placed, and goroutine by goroutine. */

import { readProfile } from '#shared/goroutine/detect.ts'
import { readIndividuals } from '#shared/goroutine/individual.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import {
  type Broken,
  DEFAULT_READ_LIMITS,
  type GoroutineProfile,
  type ReadLimits,
} from '#shared/goroutine/model.ts'
import type { CleanDump } from '#shared/input/clean-dump.ts'
import { type Signed, signProfile } from '#shared/signature/sign.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { ownPackagesOf } from './own-packages.ts'
import { placesOf, type StackPlaces } from './places.ts'
import { type SignedIndividuals, signIndividuals } from './signed-individuals.ts'

/** A dump that is ready to be analysed or compared. */
export interface ReadDump {
  readonly dump: CleanDump
  readonly profile: GoroutineProfile
  readonly signed: Signed
  readonly places: ReadonlyMap<SignatureId, StackPlaces>
  /** Goroutine by goroutine; undefined where the form does not tell them apart. */
  readonly individuals: SignedIndividuals | undefined
  /** When it was taken, milliseconds since the epoch: as the text around it tells, or a debug=0 profile itself. */
  readonly at: number | undefined
  /** What tells that: the dump and the text around it, or no more than the date of its file, which may be that of a copy. */
  readonly datedBy: 'text' | 'file' | undefined
}

/** How dumps are read. */
export interface ReadWith {
  readonly limits?: ReadLimits
  /** Import path prefixes of own code, beside what is taken for it anyway. */
  readonly ownCode?: readonly string[] | undefined
  /** Date of the file that holds the dump, milliseconds since the epoch. */
  readonly fileDate?: number | undefined
}

/** Reads a dump with what the analysis needs; a refusal as of the strict readers. */
export async function readDump(
  dump: CleanDump,
  { limits = DEFAULT_READ_LIMITS, ownCode, fileDate }: ReadWith = {},
): Promise<ReadDump | Broken> {
  const inflated = await inflate(dump.bytes, limits.inflatedBytes)
  if (inflated.answer === 'broken') return inflated.broken
  const reading = await readProfile(inflated.bytes, { ...limits, places: true, roster: dump.hasIds })
  if (reading.answer === 'broken') return reading.broken
  const { profile } = reading
  const own = [...(ownCode ?? []), ...ownPackagesOf(profile)]
  const at = dump.at === fileDate ? (profile.takenAt ?? dump.at) : (dump.at ?? profile.takenAt)
  return {
    dump,
    profile,
    signed: signProfile(profile, own),
    places: placesOf(profile, own),
    individuals:
      profile.debug === 2 && dump.hasIds ? signIndividuals(readIndividuals(inflated.bytes)) : undefined,
    at,
    datedBy: at === undefined ? undefined : at === fileDate ? 'file' : 'text',
  }
}

/** A body that is one dump as a runtime wrote it, without anything around it. */
export const bareDump = (bytes: Uint8Array): CleanDump => ({
  source: '',
  at: undefined,
  form: 'pprof',
  bytes,
  lineOf: (line) => line,
  hasIds: true,
  notes: [],
  isCut: false,
})
