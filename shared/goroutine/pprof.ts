/** Reads profile.proto: of `debug=0` one sample for each stack and label set, of CockroachDB's `debug=3` one for each goroutine. */

import { decide, refuse } from '#shared/reading/refusal.ts'
import { type Started, withCreators } from './creator-by-id.ts'
import { type Gathering, GroupTable, tallied } from './group-table.ts'
import type { GoroutineProfile, Problem, ProfileType, Reading, ReadOptions } from './model.ts'
import { PlaceTally } from './place-tally.ts'
import { PprofFrames } from './pprof-frames.ts'
import { goroutineLabelsOf } from './pprof-goroutine-labels.ts'
import { PprofNames } from './pprof-name.ts'
import { PprofSample } from './pprof-sample.ts'
import { beginsAsProfile, PprofTable } from './pprof-table.ts'
import { refuseLate, refuseTooManySamples } from './refusal.ts'
import { RootWitness } from './root-witness.ts'
import { rosterTable } from './roster.ts'
import { StackTable } from './stack-table.ts'

const TYPES: readonly ProfileType[] = ['goroutine', 'goroutineleak']
const UNIT = 'count'
/** Sample types that a refusal names, and characters of each. */
const SHOWN_TYPES = 4
const SHOWN_NAME = 80
const NANOS_A_MILLI = 1_000_000n

/** Which profile a sample type is of; undefined: it counts something else. */
export const goroutineType = (type: string, unit: string): ProfileType | undefined =>
  unit === UNIT ? TYPES.find((known) => known === type) : undefined

/** Profile of an inflated profile.proto; `not-mine` if the bytes do not begin like one. */
export function readPprof(bytes: Uint8Array, limits: ReadOptions): Reading {
  if (!beginsAsProfile(bytes)) return { answer: 'not-mine' }
  return decide(() => ({ profile: readTable(new PprofTable(bytes, limits).read(), limits) }))
}

function readTable(table: PprofTable, limits: ReadOptions): GoroutineProfile {
  const names = new PprofNames(table, limits)
  const { type, column } = goroutineColumn(table, names)
  if (table.durationNanos !== 0n) {
    refuse(
      'delta-profile',
      `The profile spans ${table.durationNanos} ns, so it is the difference of two: leave "seconds" out of the request.`,
    )
  }
  const ofGoroutines = goroutineLabelsOf(table)
  const samples = table.samples.length / 2
  if (ofGoroutines === undefined && samples > limits.samples)
    refuseTooManySamples(limits.samples, limits.samples + 1)
  const stacks = new StackTable(limits)
  const groups = new GroupTable(stacks)
  const roots = new RootWitness()
  const places = limits.places === true ? new PlaceTally() : undefined
  const sample = new PprofSample(
    table,
    new PprofFrames(table, names),
    stacks,
    column,
    limits.frames,
    ofGoroutines,
    places,
  )
  const goroutines: Started[] = []
  const roster = ofGoroutines === undefined ? undefined : rosterTable(limits.roster)
  let unnamed = 0
  for (let i = 0; i + 1 < table.samples.length; i += 2) {
    refuseLate(i / 2 + 1, limits.isLate)
    sample.read(table.samples[i] ?? 0, table.samples[i + 1] ?? 0)
    unnamed += sample.unnamed.length
    if (sample.count === 0) continue
    const group = groups.current()
    group.count += sample.count
    if (type === 'goroutineleak') group.leaked += sample.count
    if (places !== undefined) group.places = places.addTo(group.places, stacks.depth, sample.count)
    for (const key of sample.labelKeys)
      group.labelKeys = tallied(group.labelKeys, names.at(key), sample.count)
    roots.see(group, sample.locations, stacks.root)
    if (sample.goroutine !== undefined) {
      goroutines.push(...takeGoroutine(sample, names, group, groups.stack))
      roster?.begin()
      roster?.add(sample.goroutine.id, sample.goroutine.minutes, groups.stack, NO_CREATOR)
    }
  }
  roots.judge()
  const text = (name: number) => names.text(name)
  const { total, groups: counted } = groups.finish({
    name: text,
    labelKey: text,
    place: places === undefined ? undefined : text,
  })
  const hasIds = goroutines.length > 0
  return {
    type,
    debug: hasIds ? 3 : 0,
    total,
    groups: hasIds ? withCreators(counted, goroutines) : counted,
    takenAt: table.timeNanos > 0n ? Number(table.timeNanos / NANOS_A_MILLI) : undefined,
    buildId: table.buildId === 0 ? undefined : names.text(names.at(table.buildId)),
    problems: unnamed === 0 ? [] : [unnamedProblem(unnamed)],
    unread: 0,
    ...(hasIds && roster !== undefined ? { roster: roster.finish(text) } : {}),
  }
}

/** The dump names the goroutine that started another one, and its function only as long as it still stands there. */
const NO_CREATOR = -1

/** Adds what the labels of a goroutine tell to its stack; nothing of a sample without an id. */
function takeGoroutine(
  { goroutine, count }: PprofSample,
  names: PprofNames,
  group: Gathering,
  stack: number,
): Started[] {
  if (goroutine === undefined || goroutine.id === 0) return []
  const { id, createdBy, state, minutes } = goroutine
  if (state !== undefined) group.states = tallied(group.states, names.at(state), count)
  if (minutes > 0) group.waitMinutes = tallied(group.waitMinutes, minutes, count)
  return [{ id, createdBy, stack }]
}

/** Which value of a sample counts goroutines, by the sample types of the profile and nothing else. */
function goroutineColumn(table: PprofTable, names: PprofNames): { type: ProfileType; column: number } {
  const found: string[] = []
  for (const [column, sampleType] of table.sampleTypes.entries()) {
    const name = names.text(names.at(sampleType.type))
    const unit = names.text(names.at(sampleType.unit))
    const type = goroutineType(name, unit)
    if (type !== undefined) return { type, column }
    if (found.length < SHOWN_TYPES) found.push(`${name}/${unit}`.slice(0, SHOWN_NAME))
  }
  return refuse(
    'not-a-goroutine-profile',
    `The profile has the sample types ${found.join(', ')}: send /debug/pprof/goroutine or /debug/pprof/goroutineleak.`,
  )
}

function unnamedProblem(locations: number): Problem {
  const why = `${locations} locations have no function: was the binary stripped?`
  return { line: 0, text: '', why }
}
