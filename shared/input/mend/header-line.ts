/** Reads the first line of a goroutine in any spelling and writes it as the runtime does. */

/** A header in the runtime's own form, and what it says. */
export interface HeaderPiece {
  readonly is: 'header'
  readonly text: string
  readonly id: string
  /** Ids of more goroutines in the same stack, which tools that fold twins list behind the header. */
  readonly twins: readonly string[]
}

/** Id and words of GOTRACEBACK=system; each part is bounded by what may not stand in it, so nothing is tried twice. */
const BEGIN = /[Gg]?oroutine[ \t]+(\d{1,19})((?:[ \t]+(?:gp|mp?)=[0-9a-zA-Z]+){0,4})[ \t]*\[/y
/** State and notes; labels of Go 1.26 are quoted strings in them. */
const INSIDE = /[^\]"\n]*(?:"(?:[^"\\\n]|\\.)*"[^\]"\n]*)*\]/y
/** Labels of Go 1.27, then the colon, which is lost in lines that people shortened. */
const END = /((?:[ \t]\{(?:[^}"\n]|"(?:[^"\\\n]|\\.)*")*\})?)(?::|$)/y
/** goroutine-inspect folds twins: `goroutine 7 [chan send]: 3 times: [[7, 8, 9]`. */
const TIMES = /[ \t]*\d+ times: \[\[([\d, ]*)\]/y
/** Lines that begin like a header and are none that can be read. */
const MAY_BE = /^[Gg]?oroutine[ \t]+\d+\b/
/** `29m0s` of tools that print a Go duration; hours and minutes, the seconds are lost in the runtime's form, too. */
const DURATION = /^(?:(\d+)h)?(?:(\d+)m)?(?:[\d.]+s)?$/
const MINUTES = /^(\d+) ?(?:m|min|mins|minute|minutes)$/
const MINUTES_AN_HOUR = 60

/** A header at `at` and where it ends; undefined if none stands there. */
export function readHeader(text: string, at: number): { piece: HeaderPiece; end: number } | undefined {
  BEGIN.lastIndex = at
  const begin = BEGIN.exec(text)
  if (begin === null) return undefined
  INSIDE.lastIndex = BEGIN.lastIndex
  const inside = INSIDE.exec(text)?.[0]
  if (inside === undefined) return undefined
  END.lastIndex = INSIDE.lastIndex
  const labels = END.exec(text)?.[1]
  if (labels === undefined) return undefined
  const [, id = '', pointers = ''] = begin
  TIMES.lastIndex = END.lastIndex
  const times = TIMES.exec(text)
  const twins = (times?.[1] ?? '').split(/, */).filter((twin) => twin !== '' && twin !== id)
  const head = `goroutine ${id}${pointers.replace(/[ \t]+/g, ' ')} [${stateOf(inside.slice(0, -1))}]${labels}:`
  return { piece: { is: 'header', text: head, id, twins }, end: times ? TIMES.lastIndex : END.lastIndex }
}

/** Whether a line is meant as a header: what follows is no part of the goroutine before. */
export const isMeantAsHeader = (text: string): boolean => MAY_BE.test(text)

/** State and notes in the runtime's words. Labels may hold commas and are left alone. */
function stateOf(text: string): string {
  if (text.includes('"')) return text
  const parts = text.split(/, */).map((part) => part.trim())
  return parts.map((part, i) => noteOf(part, i)).join(', ')
}

function noteOf(part: string, position: number): string {
  const minutes = minutesOf(part)
  // Where a duration stands in place of the state, the tool has lost the state (whyrusleeping/stackparse).
  const lost = position === 0 && minutes !== undefined
  if (minutes !== undefined && minutes > 0) return lost ? `waiting, ${minutes} minutes` : `${minutes} minutes`
  if (lost) return '???'
  return part === 'locked' ? 'locked to thread' : part
}

function minutesOf(text: string): number | undefined {
  const minutes = MINUTES.exec(text)
  if (minutes) return Number(minutes[1])
  const duration = text === '' ? null : DURATION.exec(text)
  return duration ? Number(duration[1] ?? 0) * MINUTES_AN_HOUR + Number(duration[2] ?? 0) : undefined
}
