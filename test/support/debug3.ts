import { Profile, StringTable } from 'pprof-format'

/** A goroutine of a debug=3 profile. */
export interface Goroutine {
  readonly id?: number
  readonly createdBy?: number
  readonly state?: string
  readonly minutes?: number
  /** Leaf first. */
  readonly stack: readonly string[]
  /** User labels. */
  readonly labels?: Readonly<Record<string, string>>
}

/** As cockroachdb/go writes it: the four labels first, those of the user behind them. */
export function debug3(goroutines: readonly Goroutine[]): Uint8Array<ArrayBuffer> {
  const strings = new StringTable()
  const functions = new Map<string, number>()
  const idOf = (name: string): number => {
    const id = functions.get(name) ?? functions.size + 1
    functions.set(name, id)
    return id
  }
  const number = (key: string, num: number | undefined) =>
    num === undefined ? [] : [{ key: strings.dedup(key), num }]
  const text = (key: string, str: string | undefined) =>
    str === undefined ? [] : [{ key: strings.dedup(key), str: strings.dedup(str) }]
  const sample = goroutines.map(({ id, createdBy, state, minutes, stack, labels = {} }) => ({
    locationId: stack.map(idOf),
    value: [1],
    label: [
      ...number('go::goroutine', id),
      ...number('go::goroutine_created_by', createdBy),
      ...text('go::goroutine_state', state),
      ...number('go::goroutine_wait_minutes', minutes),
      ...Object.entries(labels).flatMap(([key, value]) => text(key, value)),
    ],
  }))
  const profile = new Profile({
    sampleType: [{ type: strings.dedup('goroutine'), unit: strings.dedup('count') }],
    sample,
    location: [...functions.values()].map((id) => ({ id, line: [{ functionId: id }] })),
    function: [...functions].map(([name, id]) => ({ id, name: strings.dedup(name) })),
    stringTable: strings,
  })
  return new Uint8Array(profile.encode())
}
