/** How many goroutines does a profile count? All that the agent reads of one. */

import { PbfReader } from 'pbf'
import { inflate } from '#shared/goroutine/inflate.ts'

/** Fields of profile.proto (google/pprof, proto/profile.proto): Profile.sample, Sample.value. */
const SAMPLE = 2
const VALUE = 2
/** Bytes after gunzip; a larger profile is of no use for a quick look. */
const MOST_BYTES = 16 * 1024 * 1024

/** The sum of a profile in proto; undefined: it is of another form, or cannot be read. */
export async function totalOf(body: Uint8Array): Promise<number | undefined> {
  const inflated = await inflate(body, MOST_BYTES)
  if (inflated.answer === 'broken') return undefined
  const sum = { samples: 0, goroutines: 0 }
  try {
    new PbfReader(inflated.bytes).readFields((field, _, reader) => {
      if (field !== SAMPLE) return
      sum.samples++
      reader.readMessage((inner, _sample, values) => {
        if (inner === VALUE) sum.goroutines += values.readPackedVarint()[0] ?? 0
      }, undefined)
    }, undefined)
  } catch {
    return undefined
  }
  return sum.samples === 0 ? undefined : sum.goroutines
}
