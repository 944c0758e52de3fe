/** Reads a full stack dump (`debug=2`): one block of text for each goroutine, counted by stack. */

import { ProblemList } from '#shared/reading/problem-list.ts'
import { decide, refuse } from '#shared/reading/refusal.ts'
import { Debug2Header, isHeader } from './debug2-header.ts'
import { Debug2Stack } from './debug2-stack.ts'
import { GroupTable, tallied } from './group-table.ts'
import { labelKeyText } from './label-keys.ts'
import { LineCursor } from './line-cursor.ts'
import type { GoroutineProfile, Reading, ReadOptions } from './model.ts'
import { NameTable } from './name-table.ts'
import { type Placing, placeText, placingOf } from './place-tally.ts'
import { refuseLate, refuseSeveralDumps } from './refusal.ts'
import { type RosterTable, rosterTable } from './roster.ts'
import { StackTable } from './stack-table.ts'

const LF = 0x0a
const TAB = 0x09
/** Bytes after which the runtime cuts a dump (runtime/pprof, writeGoroutineStacks). */
const WRITER_CUT = 64 * 1024 * 1024
/** Bytes at the beginning in which the first goroutine must stand: a panic message may come before it. */
const HEADER_WITHIN = 4096

/** Profile of a full stack dump; `not-mine` if no goroutine begins in its first 4 KiB. */
export function readDebug2(bytes: Uint8Array, limits: ReadOptions): Reading {
  const line = new LineCursor(bytes.subarray(0, HEADER_WITHIN))
  while (line.next())
    if (isHeader(line)) return decide(() => ({ profile: new Debug2Reader(bytes, limits).read() }))
  return { answer: 'not-mine' }
}

/** Where the reader stands: before or between goroutines, in one whose header it could not read, or in one. */
type Place = 'outside' | 'unreadable' | 'inside'

class Debug2Reader {
  readonly #bytes: Buffer
  readonly #line: LineCursor
  readonly #header = new Debug2Header()
  readonly #names: NameTable
  readonly #labelKeys: NameTable
  readonly #stacks: StackTable
  readonly #stack: Debug2Stack
  readonly #groups: GroupTable
  readonly #placing: Placing | undefined
  readonly #roster: RosterTable | undefined
  readonly #problems = new ProblemList()
  readonly #isLate: (() => boolean) | undefined
  readonly #ids = new Set<number>()
  #place: Place = 'outside'
  #headerLine = 0
  #headerStart = 0
  #headerEnd = 0
  #anyLeaked = false
  /** Problems met before the frames of the open goroutine. */
  #problemsBefore = 0
  /** Goroutines that are not counted, or under a stack that may be wrong. */
  #unread = 0
  /** A location stands in these lines outside of any goroutine: its header is lost. */
  #isHeadless = false
  #isCut = false

  constructor(bytes: Uint8Array, limits: ReadOptions) {
    this.#line = new LineCursor(bytes)
    this.#isLate = limits.isLate
    this.#bytes = this.#line.bytes
    this.#names = new NameTable(this.#bytes, limits)
    this.#labelKeys = new NameTable(this.#bytes, limits, labelKeyText)
    this.#stacks = new StackTable(limits)
    this.#placing = placingOf(this.#bytes, limits)
    this.#roster = rosterTable(limits.roster)
    this.#stack = new Debug2Stack(
      this.#line,
      this.#names,
      this.#stacks,
      this.#problems,
      this.#placing,
      this.#roster,
    )
    this.#groups = new GroupTable(this.#stacks)
  }

  read(): GoroutineProfile {
    const line = this.#line
    while (line.next()) {
      refuseLate(line.number, this.#isLate)
      if (line.isBlank) this.#close()
      else if (isHeader(line)) this.#open()
      else if (this.#place === 'inside') this.#stack.take()
      else if (this.#place === 'outside') this.#takeOutside()
    }
    this.#closeLast()
    return this.#finish()
  }

  #takeOutside(): void {
    const line = this.#line
    this.#problems.add(line, 'stands outside of any goroutine')
    if (this.#isHeadless || line.bytes[line.start] !== TAB) return
    this.#isHeadless = true
    this.#unread++
  }

  #open(): void {
    this.#close()
    this.#headerLine = this.#line.number
    this.#headerStart = this.#line.start
    this.#headerEnd = this.#line.end
    if (this.#header.read(this.#line)) {
      this.#takeId()
      this.#place = 'inside'
      this.#stack.begin()
      if (this.#header.unknownNote) this.#problems.add(this.#line, 'an unknown note behind the state')
      this.#problemsBefore = this.#problems.count
    } else {
      this.#place = 'unreadable'
      this.#unread++
      this.#problems.add(this.#line, 'a goroutine whose header cannot be read: not counted')
    }
  }

  /** A process has one goroutine of an id: where it comes again, another dump has begun, and adding up would be wrong. */
  #takeId(): void {
    const { id } = this.#header
    // Larger ids are not exact as numbers, and no process comes that far.
    if (id === 0 || id > Number.MAX_SAFE_INTEGER) return
    const before = this.#ids.size
    if (this.#ids.add(id).size === before)
      refuseSeveralDumps(this.#line.number, `goroutine ${id} comes again`)
  }

  /** Counts the goroutine that ends here, if there is one. */
  #close(): void {
    if (this.#place === 'inside') this.#count()
    this.#place = 'outside'
    this.#isHeadless = false
  }

  #count(): void {
    const header = this.#header
    const stack = this.#stack
    if (stack.awaitsLocation) stack.missLocation()
    if (this.#stacks.depth === 0 && !stack.isWhole) this.#problemAtHeader('a goroutine without a frame')
    if (this.#problems.count > this.#problemsBefore) this.#unread++
    const group = this.#groups.current()
    this.#roster?.add(header.id, header.minutes, this.#groups.stack, stack.creator)
    group.count++
    if (stack.rootLost) group.rootLost = true
    group.states = tallied(group.states, this.#names.intern(header.stateStart, header.stateEnd), 1)
    if (header.minutes > 0) group.waitMinutes = tallied(group.waitMinutes, header.minutes, 1)
    if (header.leaked) {
      group.leaked++
      this.#anyLeaked = true
    }
    if (stack.creator >= 0) group.creators = tallied(group.creators, stack.creator, 1)
    const places = this.#placing?.tally
    if (places !== undefined) group.places = places.addTo(group.places, this.#stacks.depth, 1)
    const keys = header.labelKeys
    for (let i = 0; i + 1 < keys.length; i += 2) {
      const key = this.#labelKeys.intern(keys[i] ?? 0, keys[i + 1] ?? 0)
      group.labelKeys = tallied(group.labelKeys, key, 1)
    }
  }

  /** A dump that was cut ends inside a goroutine, whose stack would be a wrong one. */
  #closeLast(): void {
    const stack = this.#stack
    const isCut = this.#bytes.at(-1) !== LF || this.#bytes.length === WRITER_CUT
    const isPartial = stack.awaitsLocation || (!stack.isWhole && (isCut || this.#stacks.depth === 0))
    this.#isCut = isCut && this.#place === 'unreadable'
    if (this.#place !== 'inside' || !isPartial) this.#close()
    else {
      this.#isCut = true
      this.#problemAtHeader('the dump ends inside this goroutine: not counted')
    }
  }

  #problemAtHeader(why: string): void {
    this.#problems.add(this.#line.lineAt(this.#headerLine, this.#headerStart, this.#headerEnd), why)
  }

  #finish(): GoroutineProfile {
    const { total, groups } = this.#groups.finish({
      name: (name) => this.#names.text(name),
      labelKey: (key) => this.#labelKeys.text(key),
      place: placeText(this.#placing),
    })
    const problems = this.#problems.list()
    const first = problems[0]
    if (total === 0) {
      refuse('malformed-profile', `No goroutine of the dump can be read. Line ${first?.line}: ${first?.why}.`)
    }
    return {
      type: this.#anyLeaked ? 'goroutineleak' : 'goroutine',
      debug: 2,
      total,
      takenAt: undefined,
      buildId: undefined,
      groups,
      problems,
      unread: this.#isCut ? Number.POSITIVE_INFINITY : this.#unread,
      ...(this.#roster === undefined
        ? {}
        : { roster: this.#roster.finish((name) => this.#names.text(name)) }),
    }
  }
}
