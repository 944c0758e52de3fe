/** Tells which form an uploaded body has, and reads it. */

import { readDebug2 } from './debug2.ts'
import { inflate } from './inflate.ts'
import type { ReadLimits, Reading } from './model.ts'

export type ProfileReading = Exclude<Reading, { answer: 'not-mine' }>
const READERS = [readDebug2]
export async function readProfile(body: Uint8Array, limits: ReadLimits): Promise<ProfileReading> {
  const inflated = await inflate(body, limits.inflatedBytes)
  if (inflated.answer === 'broken') return inflated
  for (const read of READERS) {
    const reading = read(inflated.bytes, limits)
    if (reading.answer !== 'not-mine') return reading
  }
  throw 1
}
