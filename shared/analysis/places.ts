/** At which lines of source the stacks of a dump stand. */

import type { GoroutineProfile, PlacedStack, StackGroup } from '#shared/goroutine/model.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack } from '#shared/signature/normalise.ts'
import { ownCodeFrame, ownerOf } from '#shared/signature/own-code.ts'
import { type SignatureId, signatureId } from '#shared/signature/signature.ts'

/** Places of one stack; `file:line` as the dump writes it. */
export interface StackPlaces {
  /**
   * Where the frame of own code nearest to the leaf stands, else that of a library, else the entry: the place of most
   * goroutines.
   */
  readonly place: string | null
  /** How many other lines that frame stands at. */
  readonly otherPlaces: number
  /** Where the `go` statement stands. */
  readonly goPlace: string | null
  readonly otherGoPlaces: number
  /** One for each frame of the signature, of the goroutines that are most alike. */
  readonly frames: readonly (string | null)[]
}

/** Places of each stack of a dump that was read with places. */
export function placesOf(
  { groups }: GoroutineProfile,
  ownPrefixes?: readonly string[],
): ReadonlyMap<SignatureId, StackPlaces> {
  const memo = new Map<string, string>()
  const normal = (name: string): string => {
    const known = memo.get(name) ?? normaliseFrame(name)
    memo.set(name, known)
    return known
  }
  const tallies = new Map<SignatureId, Tally>()
  for (const group of groups) {
    const { frames, whole } = normaliseStack(group.frames, normal)
    const id = signatureId(frames)
    const tally = tallies.get(id) ?? newTally()
    tallies.set(id, tally)
    const own = tellingFrame(whole, ownPrefixes)
    add(tally, group, rawIndexes(group, whole, normal), own, frames.length)
  }
  return new Map([...tallies].map(([id, tally]) => [id, placesIn(tally)]))
}

/** File paths that a dump names, without lines, each once: module versions stand in those of the module cache. */
export function pathsOf({ groups }: GoroutineProfile): string[] {
  const paths = new Set<string>()
  for (const { places = [] } of groups)
    for (const { frames, go } of places)
      for (const place of [...frames, go]) if (place !== '') paths.add(place.slice(0, place.lastIndexOf(':')))
  return [...paths]
}

/** Index of the frame that says most to who looks after the program. */
function tellingFrame(whole: readonly string[], ownPrefixes?: readonly string[]): number {
  const own = ownCodeFrame(whole, ownPrefixes)
  if (own !== undefined) return whole.indexOf(own)
  const library = whole.findIndex((frame) => ownerOf(frame) === 'library')
  return library >= 0 ? library : whole.length - 1
}

interface Tally {
  readonly own: Map<string, number>
  readonly go: Map<string, number>
  most: { readonly count: number; readonly frames: readonly (string | null)[] }
}

const newTally = (): Tally => ({ own: new Map(), go: new Map(), most: { count: 0, frames: [] } })

/** Raw frame of each frame that remains after normalising, in order. */
function rawIndexes(
  { frames }: StackGroup,
  whole: readonly string[],
  normal: (name: string) => string,
): number[] {
  let raw = -1
  return whole.map((frame) => {
    const next = frames.findIndex((name, i) => i > raw && normal(name) === frame)
    if (next >= 0) raw = next
    return next
  })
}

function add(
  tally: Tally,
  { places = [] }: StackGroup,
  indexes: readonly number[],
  own: number,
  depth: number,
) {
  for (const variant of places) {
    raise(tally.own, placeAt(variant, indexes[own]), variant.count)
    raise(tally.go, known(variant.go), variant.count)
    if (variant.count > tally.most.count) {
      const frames = indexes.slice(0, depth).map((index) => placeAt(variant, index) || null)
      tally.most = { count: variant.count, frames }
    }
  }
}

const placeAt = ({ frames }: PlacedStack, index = -1): string => known(frames[index])

/** Tools and cgo write line 0, or `?`, where they know none. */
const known = (place = ''): string => (place.endsWith(':0') ? '' : place)

function raise(counts: Map<string, number>, place: string, by: number): void {
  if (place !== '') counts.set(place, (counts.get(place) ?? 0) + by)
}

function placesIn({ own, go, most }: Tally): StackPlaces {
  return {
    place: mostOf(own),
    otherPlaces: Math.max(0, own.size - 1),
    goPlace: mostOf(go),
    otherGoPlaces: Math.max(0, go.size - 1),
    frames: most.frames,
  }
}

const mostOf = (counts: ReadonlyMap<string, number>): string | null =>
  [...counts].reduce<readonly [string | null, number]>(
    (most, [place, n]) => (n > most[1] ? [place, n] : most),
    [null, 0],
  )[0]
