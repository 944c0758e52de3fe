/** Builds profile.proto inputs for tests, in the encoding of Go (packed) and in the older one (unpacked). */

import { Profile, type ProfileInput, StringTable } from 'pprof-format'
import { bytes, int, text } from './wire.ts'

/** One sample: its locations leaf first, each with the functions inlined into it, innermost first. */
export interface SampleSketch {
  readonly stack: readonly (readonly string[])[]
  readonly count: number
  readonly labels?: readonly string[]
}

export interface ProfileSketch {
  readonly samples: readonly SampleSketch[]
  readonly type?: string
  readonly unit?: string
  readonly durationNanos?: number
  readonly timeNanos?: bigint
  readonly buildId?: string
  /** Ids of locations and functions, from their row; 1, 2, 3, … where not given. */
  readonly id?: (row: number) => number
}

/** The tables of a profile; every location and function stands there once. */
function profileInput(sketch: ProfileSketch) {
  const id = sketch.id ?? ((row: number) => row + 1)
  const strings = new StringTable()
  const functions = new Map<string, number>()
  const locations = new Map<string, { id: number; lines: readonly number[] }>()
  const functionId = (name: string) => {
    const known = functions.get(name) ?? id(functions.size)
    functions.set(name, known)
    return known
  }
  const locationId = (names: readonly string[]) => {
    const key = JSON.stringify(names)
    const known = locations.get(key) ?? { id: id(locations.size), lines: names.map(functionId) }
    locations.set(key, known)
    return known.id
  }
  const type = {
    type: strings.dedup(sketch.type ?? 'goroutine'),
    unit: strings.dedup(sketch.unit ?? 'count'),
  }
  const sample = sketch.samples.map(({ stack, count, labels = [] }) => ({
    locationId: stack.map(locationId),
    value: [count],
    label: labels.map((key) => ({ key: strings.dedup(key), str: strings.dedup('secret') })),
  }))
  return {
    sampleType: [type],
    sample,
    mapping: [{ id: 1, buildId: strings.dedup(sketch.buildId ?? '') }],
    location: [...locations.values()].map(({ id, lines }) => ({
      id,
      mappingId: 1,
      address: 0x400000 + id,
      line: lines.map((functionId) => ({ functionId, line: 17 })),
    })),
    function: [...functions].map(([name, id]) => ({ id, name: strings.dedup(name) })),
    stringTable: strings,
    timeNanos: sketch.timeNanos ?? 0n,
    durationNanos: sketch.durationNanos ?? 0,
    periodType: type,
    period: 1,
  } satisfies ProfileInput
}

/** Written by an encoder that is not ours. */
export function packed(sketch: ProfileSketch): Uint8Array {
  return new Profile(profileInput(sketch)).encode()
}

/** Repeated numbers one by one, and the string table first. */
export function unpacked(sketch: ProfileSketch): Uint8Array {
  const input = profileInput(sketch)
  return Uint8Array.from([
    ...input.sampleType.flatMap(({ type, unit }) => bytes(1, [...int(1, type), ...int(2, unit)])),
    ...input.stringTable.strings.flatMap((string) => text(6, string)),
    ...input.sample.flatMap((sample) =>
      bytes(2, [
        ...sample.label.flatMap(({ key, str }) => bytes(3, [...int(1, key), ...int(2, str)])),
        ...sample.value.flatMap((value) => int(2, value)),
        ...sample.locationId.flatMap((id) => int(1, id)),
      ]),
    ),
    ...input.location.flatMap(({ id, line }) =>
      bytes(4, [...line.flatMap(({ functionId }) => bytes(4, int(1, functionId))), ...int(1, id)]),
    ),
    ...input.function.flatMap(({ id, name }) => bytes(5, [...int(1, id), ...int(2, name)])),
  ])
}
