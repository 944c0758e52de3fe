/** What a tool's file has to say about its lines, and the one loop that reads a text with it. */

import { ProblemList } from '#shared/reading/problem-list.ts'
import { decide, refuse } from '#shared/reading/refusal.ts'
import { type Line, linesOf } from './lines.ts'
import type { FdLink, Reading, SocketRow, SocketTable, TableLimits, Tool } from './model.ts'

/** What one line is. */
export type LineReading =
  | { readonly is: 'row'; readonly row: SocketRow }
  /** `why` is set if the link's time could not be read. */
  | { readonly is: 'link'; readonly link: FdLink; readonly why: string | undefined }
  /** Says nothing of its own. */
  | { readonly is: 'heading' }
  /** Names the process of the links below it; undefined for `self`, which is ls. */
  | { readonly is: 'process'; readonly pid: number | undefined }
  /** A row, but not of a TCP socket. */
  | { readonly is: 'other' }
  | { readonly is: 'unreadable'; readonly why: string }

/** The form of one tool's output. */
export interface TableFormat {
  readonly tool: Tool
  /** Whether this line gives the tool away; no line may do so for two tools. */
  isTelling(text: string): boolean
  /** Reads one line that is not blank. `now` is in ms since the epoch. */
  read(line: Line, now: number): LineReading
}

/** Lines within which a table must have begun: prompts and messages of the day may stand before it. */
const LINES_BEFORE_TABLE = 100
/** Characters of a line; `ss -p` prints some 30 for each process that shares a socket. */
const LONGEST_LINE = 65_536

/** The table in a text, if a line of its beginning is one of this format. Never throws. */
export function readTable(format: TableFormat, text: string, now: number, limits: TableLimits): Reading {
  const first = firstTellingLine(format, text)
  if (first === undefined) return { answer: 'not-mine' }
  return decide(() => {
    const draft = new TableDraft(format.tool)
    for (const line of linesOf(text)) {
      if (line.number >= first && line.text.trim() !== '') draft.take(line, readLine(format, line, now))
      if (draft.sockets > limits.sockets) refuseTooManySockets(limits.sockets, draft.sockets)
    }
    return { table: draft.finish() }
  })
}

function firstTellingLine(format: TableFormat, text: string): number | undefined {
  for (const line of linesOf(text)) {
    if (line.number > LINES_BEFORE_TABLE) return undefined
    if (line.text.length <= LONGEST_LINE && format.isTelling(line.text)) return line.number
  }
  return undefined
}

function readLine(format: TableFormat, line: Line, now: number): LineReading {
  if (line.text.length <= LONGEST_LINE) return format.read(line, now)
  return { is: 'unreadable', why: `${line.text.length} characters, the limit of a line is ${LONGEST_LINE}` }
}

class TableDraft {
  readonly #tool: Tool
  readonly #rows: SocketRow[] = []
  readonly #links: FdLink[] = []
  readonly #problems = new ProblemList()
  #others = 0
  /** Process that was named last. */
  #pid: number | undefined

  constructor(tool: Tool) {
    this.#tool = tool
  }

  get sockets(): number {
    return this.#rows.length + this.#links.length
  }

  take(line: Line, reading: LineReading): void {
    if (reading.is === 'row') this.#rows.push(reading.row)
    else if (reading.is === 'link') this.#takeLink(line, reading.link, reading.why)
    else if (reading.is === 'process') this.#pid = reading.pid
    else if (reading.is === 'other') this.#others++
    else if (reading.is === 'unreadable') this.#addProblem(line, reading.why)
  }

  #takeLink(line: Line, link: FdLink, why: string | undefined): void {
    this.#links.push({ ...link, pid: link.pid ?? this.#pid })
    if (why !== undefined) this.#addProblem(line, why)
  }

  #addProblem({ number, text }: Line, why: string): void {
    this.#problems.add({ number, begin: () => text }, why)
  }

  finish(): SocketTable {
    return {
      tool: this.#tool,
      rows: this.#rows,
      links: this.#links,
      others: this.#others,
      problems: this.#problems.list(),
    }
  }
}

function refuseTooManySockets(limit: number, actual: number): never {
  refuse(
    'too-many-sockets',
    `The table has at least ${actual} sockets, the limit is ${limit}: send the table of one process (lsof -p PID, ls -l /proc/PID/fd), or raise the limit.`,
    { limit, actual },
  )
}
