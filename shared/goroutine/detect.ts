/** Tells which form an uploaded body has, and reads it. */

import { type Decided, firstDecided } from '#shared/reading/answer.ts'
import { asBuffer } from './byte-text.ts'
import { readDebug1 } from './debug1.ts'
import { readDebug2 } from './debug2.ts'
import { goVersionIn } from './go-version.ts'
import { inflate } from './inflate.ts'
import type { Broken, GoroutineProfile, Reading, ReadLimits } from './model.ts'
import { readPprof } from './pprof.ts'

/** A body is read, or it is refused for a reason. */
export type ProfileReading = Decided<{ readonly profile: GoroutineProfile }>

/** Asked in this order; the first that does not say `not-mine` has the say. */
const READERS: readonly ((bytes: Uint8Array, limits: ReadLimits) => Reading)[] = [
  readPprof,
  readDebug1,
  readDebug2,
]

/** Bytes of an unknown body that the refusal shows. */
const SHOWN = 24
const PRINTABLE = /^[\x20-\x7e]$/

/** The goroutine profile in a body, gzip or not, in any of the three forms. Never throws, whatever the bytes. */
export async function readProfile(body: Uint8Array, limits: ReadLimits): Promise<ProfileReading> {
  const inflated = await inflate(body, limits.inflatedBytes)
  if (inflated.answer === 'broken') return inflated
  const { bytes } = inflated
  const decided = firstDecided(READERS.map((read) => () => read(bytes, limits)))
  if (decided === undefined) return { answer: 'broken', broken: unknownFormat(bytes) }
  return decided.answer === 'recognised' ? withGoVersion(decided, bytes) : decided
}

function withGoVersion(
  reading: Extract<ProfileReading, { answer: 'recognised' }>,
  bytes: Uint8Array,
): ProfileReading {
  const goVersion = goVersionIn(asBuffer(bytes))
  return goVersion === undefined ? reading : { ...reading, profile: { ...reading.profile, goVersion } }
}

function unknownFormat(bytes: Uint8Array): Broken {
  const shown = Array.from(bytes.subarray(0, SHOWN), (byte) => {
    const char = String.fromCharCode(byte)
    return PRINTABLE.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`
  })
  return {
    reason: 'unknown-format',
    detail: `The body begins with "${shown.join('')}". Accepted are goroutine and goroutineleak profiles of Go: debug=0 (profile.proto, gzip or not), debug=1 ("goroutine profile: total …") and debug=2 ("goroutine 1 [running]:").`,
  }
}
