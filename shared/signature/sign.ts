import type { CounterWait } from '#shared/goroutine/counter-waits.ts'
import type { GoroutineProfile, StackGroup } from '#shared/goroutine/model.ts'
import { normaliseFrame } from './frame.ts'
import { normaliseStack } from './normalise.ts'
import { ownCodeFrame } from './own-code.ts'
import { shortName } from './short-name.ts'
import { type Ages, type Sighting, type Signature, type SignatureId, signatureId } from './signature.ts'
import { receiveFormOf, refineState, waitStateOf } from './wait-state.ts'

/** A dump, signed. */
export interface Signed {
  readonly signatures: readonly Signature[]
  /** One for each signature, in the same order, most goroutines first. */
  readonly sightings: readonly Sighting[]
  /** For each group of the profile, in its order, the place of its signature. */
  readonly ofGroups: readonly number[]
}

/** Bytes of a wait state or a label key: the runtime's have 36 at most, those that people choose a few more. */
const WORD_BYTES = 100

/** Signs every stack of a dump; stacks that differ only in what a build or a format changes are added up. */
export function signProfile(profile: GoroutineProfile, ownPrefixes?: readonly string[]): Signed {
  const memo = new Map<string, string>()
  const normal = (name: string): string => {
    const known = memo.get(name)
    if (known !== undefined) return known
    const frame = normaliseFrame(name)
    memo.set(name, frame)
    return frame
  }
  const tallies = new Map<SignatureId, Tally>()
  const ids: SignatureId[] = []
  for (const group of profile.groups) {
    const { frames, whole } = normaliseStack(group.frames, normal)
    const id = signatureId(frames)
    const tally = tallies.get(id) ?? newTally(id, frames)
    tallies.set(id, tally)
    ids.push(id)
    if (!group.rootLost) tally.entry ??= whole.at(-1)
    tally.ownCode ??= ownCodeFrame(whole, ownPrefixes)
    add(tally, group)
  }
  const sorted = [...tallies.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
  const places = new Map(sorted.map(({ id }, place) => [id, place]))
  return {
    signatures: sorted.map(signatureOf),
    sightings: sorted.map(sightingOf),
    ofGroups: ids.map((id) => places.get(id) as number),
  }
}

interface Tally {
  readonly id: SignatureId
  readonly frames: readonly string[]
  entry: string | undefined
  ownCode: string | undefined
  count: number
  leaked: number
  ranged: number | undefined
  readonly states: Map<string, number>
  readonly minutes: Map<number, number>
  readonly waits: Map<CounterWait, number>
  readonly creators: Map<string, number>
  readonly labelKeys: Map<string, number>
}

const newTally = (id: SignatureId, frames: readonly string[]): Tally => ({
  id,
  frames,
  entry: undefined,
  ownCode: undefined,
  count: 0,
  leaked: 0,
  ranged: undefined,
  states: new Map(),
  minutes: new Map(),
  waits: new Map(),
  creators: new Map(),
  labelKeys: new Map(),
})

function add(tally: Tally, group: StackGroup): void {
  tally.count += group.count
  tally.leaked += group.leaked
  if (group.states.size > 0)
    for (const [state, n] of group.states)
      raise(tally.states, shortName(refineState(state, group.frames), WORD_BYTES), n)
  else {
    const state = waitStateOf(group.frames)
    if (state !== undefined) raise(tally.states, state, group.count)
  }
  const form = receiveFormOf(group.frames)
  if (form !== undefined) tally.ranged = (tally.ranged ?? 0) + (form === 'range' ? group.count : 0)
  for (const [minutes, n] of group.waitMinutes) raise(tally.minutes, minutes, n)
  for (const [wait, n] of group.waits ?? []) raise(tally.waits, wait, n)
  for (const [creator, n] of group.creators) raise(tally.creators, normaliseFrame(creator), n)
  for (const [key, n] of group.labelKeys) raise(tally.labelKeys, shortName(key, WORD_BYTES), n)
}

function raise<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

const signatureOf = ({ id, frames, entry, ownCode, creators }: Tally): Signature => ({
  id,
  frames,
  entry,
  ownCode,
  creator: [...creators].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0],
})

const sightingOf = ({ id, count, leaked, ranged, states, minutes, waits, labelKeys }: Tally): Sighting => ({
  signature: id,
  count,
  leaked,
  states,
  ages: agesOf(minutes),
  ...(ranged === undefined ? {} : { ranged }),
  ...(waits.size === 0 ? {} : { waits }),
  labelKeys,
})

function agesOf(minutes: ReadonlyMap<number, number>): Ages | undefined {
  const sorted = [...minutes].sort((a, b) => a[0] - b[0])
  const count = sorted.reduce((sum, [, n]) => sum + n, 0)
  const [youngest, oldest] = [sorted[0]?.[0], sorted.at(-1)?.[0]]
  if (youngest === undefined || oldest === undefined) return undefined
  let seen = 0
  const median = sorted.find(([, n]) => {
    seen += n
    return seen * 2 >= count
  })
  return { count, distinct: sorted.length, youngest, median: median?.[0] ?? oldest, oldest }
}
