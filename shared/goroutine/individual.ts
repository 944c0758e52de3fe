/** Reads each goroutine of a full stack dump by itself: who it is, where it stands, with which arguments, who made it. */

import { visibleName } from '#shared/reading/visible.ts'
import { asBuffer } from './byte-text.ts'

/** One frame of one goroutine. */
export interface IndividualFrame {
  /** As the dump writes it, with what cannot be seen made visible. */
  readonly function: string
  /** Text between the parentheses: argument words, `...` where the call was inlined. */
  readonly args: string
  /** `file:line`; empty where the dump has none. */
  readonly place: string
}

/** One goroutine of one dump. Frames are leaf first and shared between goroutines that stand at the same call. */
export interface Individual {
  /** Unique in the process and never used again. */
  readonly id: number
  readonly state: string
  /** Whole minutes waited, a floor; 0 where none is printed. */
  readonly minutes: number
  readonly frames: readonly IndividualFrame[]
  readonly creator: Creator | undefined
}

/** Who started a goroutine. */
export interface Creator {
  readonly function: string
  /** Id of the goroutine that ran the `go` statement; printed since Go 1.21. */
  readonly goroutine: number | undefined
  /** `file:line` of the `go` statement; empty where the dump has none. */
  readonly place: string
}

/** The goroutines of a dump, as many as are kept. */
export interface Individuals {
  readonly individuals: readonly Individual[]
  /** Goroutines beyond the limit, which are left out. */
  readonly more: number
}

/** Goroutines of one dump that are kept: a few hundred bytes each. */
const MOST = 50_000
/** Frames of one goroutine; the runtime prints 100 and cuts the middle out. */
const MOST_FRAMES = 128

const HEADER = /^goroutine (\d{1,15}) (?:[a-z]+=\S+ )*\[([^\],]*)((?:, [^\],]*)*)[^\n]*$/
const MINUTES = /, (\d{1,12}) minutes/
/** Notes of the runtime that are no part of the state. */
const FLAGS = [' (leaked)', ' (scan)', ' (durable)']
const LABELS = ' labels:{'
const CREATED_BY = /^created by (.+?)(?: in goroutine (\d{1,15}))?$/
/** `\t/src/main.go:17 +0x1d`: a path may hold blanks, what follows the line number holds no colon. */
const LOCATION = /^\t(.*:\d+)(?: [^:]*)?$/
const ANCESTOR = '[originating from goroutine '

/**
 * The goroutines of a clean debug=2 text; none where it is of another form. What the strict reader counts as
 * unreadable is skipped here without a word: that reader reports it. A number too large for an id is none, and its
 * goroutine no individual.
 */
export function readIndividuals(bytes: Uint8Array): Individuals {
  const text = asBuffer(bytes).toString('utf8')
  const frames = new Map<string, IndividualFrame>()
  const individuals: Individual[] = []
  let open: Open | undefined
  let more = 0
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    const line = text.slice(start, text.charCodeAt(end - 1) === CR ? end - 1 : end)
    start = end + 1
    const header = line.startsWith('goroutine ') ? HEADER.exec(line) : null
    if (header !== null) {
      if (open !== undefined) individuals.push(finished(open))
      const isOwn = Number(header[1]) <= Number.MAX_SAFE_INTEGER
      open = isOwn && individuals.length < MOST ? begun(header) : undefined
      if (isOwn && open === undefined) more++
    } else if (open !== undefined) take(open, line, frames)
  }
  if (open !== undefined) individuals.push(finished(open))
  return { individuals, more }
}

const CR = 0x0d

interface Open {
  readonly id: number
  readonly state: string
  readonly minutes: number
  readonly frames: IndividualFrame[]
  creator: Creator | undefined
  /** Function and arguments that wait for their location line. */
  pending: readonly [name: string, args: string] | undefined
  isOver: boolean
}

function begun([, id = '', state = '', notes = '']: RegExpExecArray): Open {
  return {
    id: Number(id),
    state: visibleName(withoutNotes(state)),
    minutes: Number(MINUTES.exec(notes)?.[1] ?? 0),
    frames: [],
    creator: undefined,
    pending: undefined,
    isOver: false,
  }
}

function withoutNotes(state: string): string {
  const labels = state.indexOf(LABELS)
  if (labels >= 0) return state.slice(0, labels)
  let end = state.length
  for (;;) {
    const flag = FLAGS.find((one) => state.endsWith(one, end))
    if (flag === undefined) return state.slice(0, end)
    end -= flag.length
  }
}

function take(open: Open, line: string, known: Map<string, IndividualFrame>): void {
  if (line === '' || line.startsWith(ANCESTOR)) {
    settle(open, '', known)
    open.isOver = true
  } else if (open.isOver) return
  else if (line.startsWith('\t')) settle(open, LOCATION.exec(line)?.[1] ?? '', known)
  else {
    settle(open, '', known)
    const created = CREATED_BY.exec(line)
    if (created === null) begin(open, line)
    else {
      const [, name = '', goroutine] = created
      const id = goroutine === undefined ? undefined : Number(goroutine)
      open.creator = { function: visibleName(name), goroutine: id, place: '' }
    }
  }
}

/** Arguments hold no parenthesis, functions do: `main.(*store).locked(...)`. */
function begin(open: Open, line: string): void {
  const paren = line.endsWith(')') ? line.lastIndexOf('(') : -1
  if (paren > 0) open.pending = [line.slice(0, paren), line.slice(paren + 1, -1)]
}

/** Ends the function that waits for its place, or tells the place of the `go` statement. */
function settle(open: Open, place: string, known: Map<string, IndividualFrame>): void {
  const { pending, creator } = open
  open.pending = undefined
  if (pending !== undefined) {
    if (open.frames.length === MOST_FRAMES) return
    const key = `${pending[0]}\n${pending[1]}\n${place}`
    const frame = known.get(key) ?? {
      function: visibleName(pending[0]),
      args: pending[1],
      place: visibleName(place),
    }
    known.set(key, frame)
    open.frames.push(frame)
  } else if (creator !== undefined && creator.place === '')
    open.creator = { ...creator, place: visibleName(place) }
}

const finished = ({ id, state, minutes, frames, creator, pending }: Open): Individual => ({
  id,
  state,
  minutes,
  frames:
    pending === undefined
      ? frames
      : [...frames, { function: visibleName(pending[0]), args: pending[1], place: '' }],
  creator,
})
