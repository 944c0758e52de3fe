import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type LabelInput, Profile, type SampleInput, StringTable } from 'pprof-format'
import type { ProfileType } from '#shared/goroutine/model.ts'
import type { StackTree } from './stack-tree.ts'

/** What a profile.proto says beside its stacks. */
export interface ProtoFacts {
  readonly type: ProfileType
  /** Stands where pprof shows the name of the binary. */
  readonly service: string
  /** Milliseconds since the epoch. */
  readonly takenAt: number
}

/** The one mapping. That it says to have everything keeps pprof from asking for symbols (profile.proto, Mapping). */
const MAPPING = 1
/** Label of samples whose values are percentages of the base (google/pprof, profile.SetLabel in driver/fetch.go). */
const BASE_LABEL = 'pprof::base'
const NANOS_A_MILLI = 1_000_000n

/**
 * Stacks as gzip profile.proto, for `go tool pprof` and everything that reads its files.
 *
 * Functions have names and neither file nor line. What stands on the side `base` becomes negative and is
 * labelled `pprof::base=true`: pprof then shows differences, and percentages of the base.
 */
export async function profileProto(
  tree: StackTree,
  { type, service, takenAt }: ProtoFacts,
): Promise<Uint8Array> {
  const strings = new StringTable()
  const sampleType = { type: strings.dedup(type), unit: strings.dedup('count') }
  const isBase = [{ key: strings.dedup(BASE_LABEL), str: strings.dedup('true') }]
  const ids = new Map<string, number>()
  const idOf = (name: string): number => {
    const id = ids.get(name) ?? ids.size + 1
    ids.set(name, id)
    return id
  }
  const sample: SampleInput[] = []
  tree.visit((path, { base, target }) => {
    const locationId = path.map(idOf).reverse()
    const add = (count: number, label: LabelInput[]) => {
      if (count !== 0) sample.push({ locationId, value: [count], label })
    }
    add(target, [])
    add(-base, isBase)
  })
  const functions = [...ids]
  const profile = new Profile({
    sampleType: [sampleType],
    sample,
    mapping: [
      {
        id: MAPPING,
        filename: strings.dedup(service),
        hasFunctions: true,
        hasFilenames: true,
        hasLineNumbers: true,
        hasInlineFrames: true,
      },
    ],
    location: functions.map(([, id]) => ({ id, mappingId: MAPPING, line: [{ functionId: id }] })),
    function: functions.map(([text, id]) => {
      const name = strings.dedup(text)
      return { id, name, systemName: name }
    }),
    stringTable: strings,
    timeNanos: BigInt(takenAt) * NANOS_A_MILLI,
    periodType: sampleType,
    period: 1,
  })
  return promisify(gzip)(profile.encode())
}
