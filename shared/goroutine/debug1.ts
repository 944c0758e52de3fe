/** Reads counted text (`debug=1`): one group of lines for each stack and label set. */

import { ProblemList } from '#shared/reading/problem-list.ts'
import { decide, refuse } from '#shared/reading/refusal.ts'
import { ascii } from './byte-text.ts'
import { CounterWaits } from './counter-waits.ts'
import { readDebug1Header } from './debug1-header.ts'
import { countersBefore, Debug1Row, isRow } from './debug1-row.ts'
import { Debug1Stack } from './debug1-stack.ts'
import { GroupTable, tallied } from './group-table.ts'
import { labelKeyText, readLabelKeys } from './label-keys.ts'
import { LineCursor } from './line-cursor.ts'
import type { GoroutineProfile, ProfileType, Reading, ReadOptions } from './model.ts'
import { NameTable } from './name-table.ts'
import { type Placing, placeText, placingOf } from './place-tally.ts'
import { refuseLate, refuseSeveralDumps, refuseTooManySamples } from './refusal.ts'
import { RootWitness } from './root-witness.ts'
import { StackTable } from './stack-table.ts'

const LF = 0x0a
const SHARP = 0x23
const LABELS = ascii('# labels: ')
const SYMBOL = ascii('#\t')

/** Profile of counted text; `not-mine` if the first line is not `<name> profile: …`. */
export function readDebug1(bytes: Uint8Array, limits: ReadOptions): Reading {
  const line = new LineCursor(bytes)
  if (!line.next()) return { answer: 'not-mine' }
  const header = readDebug1Header(line)
  if (header.is === 'none') return { answer: 'not-mine' }
  return decide(() => {
    if (header.is === 'ours')
      return { profile: new Debug1Reader(line, header.type, limits).read(header.total) }
    return refuse(
      'not-a-goroutine-profile',
      `This is a "${header.name}" profile in text form: send /debug/pprof/goroutine or /debug/pprof/goroutineleak.`,
    )
  })
}

/** Where the reader stands: between groups, in one whose row it could not read, or in one. */
type Place = 'outside' | 'unreadable' | 'inside'

class Debug1Reader {
  readonly #line: LineCursor
  readonly #type: ProfileType
  readonly #limits: ReadOptions
  readonly #names: NameTable
  readonly #labelKeys: NameTable
  readonly #row = new Debug1Row()
  readonly #stack: Debug1Stack
  readonly #groups: GroupTable
  readonly #placing: Placing | undefined
  readonly #roots = new RootWitness()
  readonly #waits = new CounterWaits()
  readonly #problems = new ProblemList()
  #samples = 0
  /** Problems met before the open group, and goroutines of groups whose stack may be wrong. */
  #problemsBefore = 0
  #doubtful = 0
  #place: Place = 'outside'
  /** Start, end, start, end, … of the label keys of the open group. */
  #keys: readonly number[] = []

  constructor(line: LineCursor, type: ProfileType, limits: ReadOptions) {
    const stacks = new StackTable(limits)
    this.#line = line
    this.#type = type
    this.#limits = limits
    this.#names = new NameTable(line.bytes, limits)
    this.#labelKeys = new NameTable(line.bytes, limits, labelKeyText)
    this.#placing = placingOf(line.bytes, limits)
    this.#stack = new Debug1Stack(line, this.#names, stacks, this.#problems, this.#placing)
    this.#groups = new GroupTable(stacks)
  }

  /** `announced` is the total of the header. */
  read(announced: number): GoroutineProfile {
    const line = this.#line
    const { bytes } = line
    const headerEnd = line.end
    while (line.next()) {
      refuseLate(line.number, this.#limits.isLate)
      if (line.isBlank) this.#close()
      else if (isRow(line)) this.#open()
      else if (bytes[line.start] === SHARP && this.#place !== 'outside') this.#takeDetail()
      else this.#takeOther()
    }
    this.#closeLast()
    this.#roots.judge()
    const waits = this.#waits.judge()
    const { total, groups } = this.#groups.finish({
      name: (name) => this.#names.text(name),
      labelKey: (key) => this.#labelKeys.text(key),
      place: placeText(this.#placing),
      waits: (stack) => waits.get(stack),
    })
    if (total === 0 && announced > 0) {
      refuse(
        'malformed-profile',
        `The header announces ${announced} goroutines and no group of them can be read.`,
      )
    }
    if (total !== announced) {
      const why = `the header announces ${announced} goroutines, the groups add up to ${total}`
      this.#problems.add(line.lineAt(1, 0, headerEnd), why)
    }
    return {
      type: this.#type,
      debug: 1,
      total,
      takenAt: undefined,
      buildId: undefined,
      groups,
      problems: this.#problems.list(),
      unread: this.#doubtful + Math.abs(announced - total),
    }
  }

  #takeOther(): void {
    if (readDebug1Header(this.#line).is === 'ours')
      refuseSeveralDumps(this.#line.number, 'another "goroutine profile: total" begins')
    this.#problems.add(this.#line, 'neither a row of counters nor a detail of one')
  }

  #open(): void {
    this.#close()
    if (!this.#row.read(this.#line)) {
      this.#place = 'unreadable'
      this.#problems.add(this.#line, 'a group whose row cannot be read: not counted')
      return
    }
    if (++this.#samples > this.#limits.samples) refuseTooManySamples(this.#limits.samples, this.#samples)
    this.#place = 'inside'
    this.#problemsBefore = this.#problems.count
    this.#keys = []
    this.#stack.begin()
  }

  #takeDetail(): void {
    const line = this.#line
    if (this.#place === 'unreadable') return
    if (line.startsWith(SYMBOL)) this.#stack.take()
    else if (line.startsWith(LABELS)) this.#takeLabels(line.start + LABELS.length)
    else this.#problems.add(line, 'a detail line that cannot be read')
  }

  #takeLabels(brace: number): void {
    const keys = readLabelKeys(this.#line.bytes, brace, this.#line.end)
    if (keys === undefined) this.#problems.add(this.#line, 'labels that do not end')
    else this.#keys = keys.ranges
  }

  /** Counts the group that ends here, if there is one. */
  #close(): void {
    if (this.#place === 'inside') this.#tally()
    this.#place = 'outside'
  }

  #tally(): void {
    const row = this.#row
    if (this.#problems.count > this.#problemsBefore) this.#doubtful += row.count
    this.#stack.finish(row)
    const group = this.#groups.current()
    group.count += row.count
    if (this.#type === 'goroutineleak') group.leaked += row.count
    const places = this.#placing?.tally
    if (places !== undefined) group.places = places.addTo(group.places, this.#stack.depth, row.count)
    const keys = this.#keys
    for (let i = 0; i + 1 < keys.length; i += 2) {
      const key = this.#labelKeys.intern(keys[i] ?? 0, keys[i + 1] ?? 0)
      group.labelKeys = tallied(group.labelKeys, key, row.count)
    }
    if (places !== undefined)
      this.#waits.see(this.#groups.stack, countersBefore(row, this.#line.bytes, this.#stack.first), row.count)
    this.#roots.see(group, row.counters, row.last)
  }

  /** Text that ends in the middle of a line was cut there, and its last stack would be a wrong one. */
  #closeLast(): void {
    const { line, lineStart, end } = this.#row
    const isCut = this.#place === 'inside' && this.#line.bytes.at(-1) !== LF
    if (!isCut) this.#close()
    else {
      const row = this.#line.lineAt(line, lineStart, end)
      this.#problems.add(row, 'the text ends inside this group: not counted')
    }
  }
}
