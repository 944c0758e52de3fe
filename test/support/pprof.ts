import { gzipSync } from 'node:zlib'
import { Profile, StringTable } from 'pprof-format'

/** What a profile says beside its stacks. */
interface Extra {
  readonly type?: string
  readonly unit?: string
  readonly timeNanos?: bigint
  readonly durationNanos?: number
}

/**
 * A `debug=0` profile as Go sends it, its numbers packed.
 *
 * Example input: `{ 'main.recv < main.worker': 5 }`, frames from the leaf, with their counts.
 */
export const dump = (stacks: Readonly<Record<string, number>>, extra: Extra = {}): Uint8Array<ArrayBuffer> =>
  gzipped(profileOf(stacks, extra))

export const gzipped = (profile: Profile): Uint8Array<ArrayBuffer> =>
  new Uint8Array(gzipSync(profile.encode()))

export function profileOf(
  stacks: Readonly<Record<string, number>>,
  { type = 'goroutine', unit = 'count', ...times }: Extra = {},
): Profile {
  const strings = new StringTable()
  const sampleType = { type: strings.dedup(type), unit: strings.dedup(unit) }
  const ids = new Map<string, number>()
  const idOf = (frame: string): number => {
    const id = ids.get(frame) ?? ids.size + 1
    ids.set(frame, id)
    return id
  }
  const sample = Object.entries(stacks).map(([frames, count]) => ({
    locationId: frames.split(' < ').map(idOf),
    value: [count],
  }))
  const rows = [...ids]
  return new Profile({
    sampleType: [sampleType],
    sample,
    location: rows.map(([, id]) => ({ id, address: 0x400000 + id, line: [{ functionId: id, line: 17 }] })),
    function: rows.map(([name, id]) => ({ id, name: strings.dedup(name) })),
    stringTable: strings,
    periodType: sampleType,
    period: 1,
    ...times,
  })
}

/** A profile of many stacks of few functions, so that it stays small. */
export const wideDump = (stacks: number): Uint8Array<ArrayBuffer> =>
  dump(
    Object.fromEntries(
      Array.from({ length: stacks }, (_, i) => [
        `main.f${i % 150} < main.g${Math.floor(i / 150)}`,
        1 + (i % 7),
      ]),
    ),
  )

/** Time of a profile, as profile.proto has it. */
export const nanos = (milliseconds: number): bigint => BigInt(milliseconds) * 1_000_000n
