/** Rewrites what delve prints: `goroutines` with any of its options, and stacks of single goroutines. */

import { isFunctionName } from '#shared/goroutine/go-symbol.ts'
import { waitStateOf } from '#shared/signature/wait-state.ts'
import type { DumpText } from '../clean-dump.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { MadeUpIds } from '../mend/made-up-ids.ts'
import type { NoteBook } from '../mend/notes.ts'
import { type DelveLine, type DelvePlace, type PlaceKind, readDelveLine } from './delve-line.ts'
import { boundsOf, type DelveWait, minutesOf, readDelveWait } from './delve-wait.ts'
import { type ForeignFrame, rewritten } from './rewritten.ts'

interface DelveGoroutine {
  readonly id: string
  readonly number: number
  readonly wait: DelveWait
  readonly isRunning: boolean
  readonly places: Map<PlaceKind, DelvePlace>
  readonly frames: ForeignFrame[]
  isTruncated: boolean
}

/** Delve names them as the place of the go statement of goroutine 1, which has none. */
const STARTS_OF_MAIN = ['runtime.newproc', 'runtime.rt0_go']
const NO_WAIT: DelveWait = { state: '', seconds: 0, kind: 'none' }

export function rewriteDelve(dump: DumpText, notes: NoteBook): Line[] {
  const reader = new DelveReader(notes)
  for (const line of linesOf(dump)) reader.take(readDelveLine(line.text), line.number)
  return reader.finish()
}

class DelveReader {
  readonly #notes: NoteBook
  readonly #goroutines: DelveGoroutine[] = []
  readonly #madeUp = new MadeUpIds()
  #group: { readonly line: string; readonly name: string } | undefined
  #groupStart = 0

  constructor(notes: NoteBook) {
    this.#notes = notes
  }

  take(line: DelveLine, number: number): void {
    const last = this.#goroutines.at(-1)
    if (line.is === 'goroutine') {
      this.#add(line.id, number, readDelveWait(line.wait), line.isRunning).places.set(line.kind, line.place)
    } else if (line.is === 'head') this.#takeHead(line.id, number)
    else if (line.is === 'place') last?.places.set(line.kind, line.place)
    else if (line.is === 'frame') this.#takeFrame(line, number)
    else if (line.is === 'at') this.#takeLocation(line.location)
    else if (line.is === 'truncated') this.#truncate()
    else if (line.is === 'total') this.#takeTotal(line.count, number)
    else if (line.is === 'group') this.#beginGroup(line)
  }

  #add(id: string, number: number, wait: DelveWait, isRunning: boolean): DelveGoroutine {
    const goroutine = { id, number, wait, isRunning, places: new Map(), frames: [], isTruncated: false }
    this.#goroutines.push(goroutine)
    return goroutine
  }

  /** `goroutine 7` switches to it: its stack follows, where it has none yet. */
  #takeHead(id: string, number: number): void {
    const last = this.#goroutines.at(-1)
    if (last?.id !== id || last.frames.length > 0) this.#add(id, number, NO_WAIT, false)
  }

  #takeFrame({ name, index }: { name: string; index: number }, number: number): void {
    let last = this.#goroutines.at(-1)
    if (last === undefined || (index === 0 && last.frames.length > 0))
      last = this.#add('1', number, NO_WAIT, false)
    if (isFunctionName(name)) last.frames.push({ name, words: '...', location: undefined, number })
  }

  #takeLocation(location: string): void {
    const frames = this.#goroutines.at(-1)?.frames
    const frame = frames?.at(-1)
    if (frames !== undefined && frame !== undefined && frame.location === undefined) {
      frames[frames.length - 1] = { ...frame, location }
    }
  }

  #truncate(): void {
    const last = this.#goroutines.at(-1)
    if (last) last.isTruncated = true
  }

  #beginGroup(group: { line: string; name: string }): void {
    this.#group = group
    this.#groupStart = this.#goroutines.length
  }

  /** Five of a group are listed; the others stand at the same place if the group is one of places. */
  #takeTotal(count: number, number: number): void {
    const listed = this.#goroutines.slice(this.#groupStart)
    const like = listed[0]
    const missing = count - listed.length
    this.#groupStart = this.#goroutines.length
    if (like === undefined || missing <= 0 || missing > MOST_OF_A_GROUP) return
    const { line, name } = this.#group ?? {}
    // Paths of the group's title are whole, those of its goroutines relative.
    const isPlace = [...like.places.values()].some(
      (place) => place.name === name && place.location.endsWith(`:${line}`),
    )
    if (isPlace) {
      for (const id of this.#madeUp.take(missing)) this.#goroutines.push({ ...like, id, number })
      this.#groupStart = this.#goroutines.length
    } else {
      this.#notes.add(
        'group',
        number,
        (n) => `${n} of a group not listed: delve prints five of each. Use "goroutines -t" without -group.`,
        missing,
      )
    }
  }

  finish(): Line[] {
    const bounds = boundsOf(this.#goroutines.map(({ wait }) => wait))
    const wrong = this.#goroutines.find(hasWrongWord)
    if (wrong !== undefined) {
      this.#notes.add(
        'words',
        wrong.number,
        (n) =>
          `${n} whose wait state delve names wrongly: it is older than the Go of the program. States are read from the frames.`,
        this.#goroutines.filter(hasWrongWord).length,
      )
    }
    return this.#goroutines.flatMap((goroutine) => {
      const word = wrong === undefined ? goroutine.wait.state : ''
      return this.#rewritten(goroutine, word, minutesOf(goroutine.wait, bounds))
    })
  }

  #rewritten(goroutine: DelveGoroutine, word: string, minutes: number): Line[] {
    const { id, number, places, isRunning } = goroutine
    const go = places.get('Go')
    const { frames, lost } = stackOf(goroutine)
    if (goroutine.isTruncated) {
      this.#notes.add(
        'truncated',
        number,
        (n) => `${n} whose stack delve cut: "goroutines -t 100" prints 100 frames of each.`,
      )
    }
    if (goroutine.frames.length === 0) {
      this.#notes.add(
        'place-only',
        number,
        (n) => `${n} with one place instead of a stack: "goroutines -t" prints stacks.`,
      )
    }
    const state = waitStateOf(frames.map(({ name }) => name)) || word || (isRunning ? 'running' : 'waiting')
    return rewritten({
      id,
      number,
      state,
      minutes,
      isLocked: false,
      frames,
      lost,
      creator:
        go !== undefined && isFunctionName(go.name) && !STARTS_OF_MAIN.includes(go.name) ? go : undefined,
    })
  }
}

/** Waits that the leaf frames of every Go version tell. */
const CERTAIN = ['chan send', 'chan receive', 'select', 'sleep', 'IO wait']

/** Delve has a table of wait reasons by number; the numbers of a newer Go stand for other reasons. */
function hasWrongWord(goroutine: DelveGoroutine): boolean {
  const { state } = goroutine.wait
  if (state === '') return false
  const told = waitStateOf(stackOf(goroutine).frames.map(({ name }) => name))
  return told !== undefined && CERTAIN.includes(told) && !state.startsWith(told)
}

/** Goroutines that a total may stand for; more are noted as missing. */
const MOST_OF_A_GROUP = 100_000

function stackOf({ frames, places, isTruncated, number }: DelveGoroutine) {
  if (frames.length > 0) return { frames, lost: isTruncated ? ('root' as const) : undefined }
  const at = (kind: PlaceKind): ForeignFrame[] => {
    const place = places.get(kind)
    return place === undefined || !isFunctionName(place.name) ? [] : [{ ...place, words: '...', number }]
  }
  const leaf = [...at('Runtime'), ...at('User')].filter(
    (frame, i, all) => i === 0 || frame.name !== all[i - 1]?.name,
  )
  if (leaf.length > 0) return { frames: leaf, lost: 'root' as const }
  const start = at('Start')
  return { frames: start, lost: start.length > 0 ? ('leaf' as const) : undefined }
}
