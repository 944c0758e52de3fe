/** Reads the lines that delve prints of goroutines and their stacks (pkg/terminal/command.go, api/prettyprint.go). */

export interface DelvePlace {
  readonly name: string
  /** `/src/main.go:9` */
  readonly location: string
}

export type DelveLine =
  | {
      readonly is: 'goroutine'
      readonly id: string
      readonly kind: PlaceKind
      readonly place: DelvePlace
      readonly isRunning: boolean
      readonly wait: string
    }
  /** Of `goroutines -l`, of `goroutine` and of prompts such as `goroutine 7 bt`. */
  | { readonly is: 'head'; readonly id: string }
  | { readonly is: 'place'; readonly kind: PlaceKind; readonly place: DelvePlace }
  | { readonly is: 'frame'; readonly name: string; readonly index: number }
  | { readonly is: 'at'; readonly location: string }
  | { readonly is: 'truncated' }
  | { readonly is: 'total'; readonly count: number }
  /** Of `goroutines -group userloc` and the like: line and function that its goroutines share. */
  | { readonly is: 'group'; readonly line: string; readonly name: string }
  | { readonly is: 'other' }

export type PlaceKind = 'User' | 'Runtime' | 'Go' | 'Start'

const GOROUTINE = /^[* \t]*Goroutine (\d{1,19}) - (User|Runtime|Go|Start): (.*)$/
const PLACE = /^(.*?:\d+) (\S.*?) \(0x[0-9a-f]+\)((?: \(thread \d+\))?)(?: \[([^\]]*)\])?$/
const HEAD =
  /^[* \t]*(?:Goroutine (\d{1,19}):?|(?:goroutine|gr) (\d{1,19})\b.*|Switched from \d+ to (\d{1,19})\b.*)$/
/** Prompts stand before what was typed, or before the first line of the answer. */
const PROMPT = /^(?:[ \t]*\(dlv\) ?)+/
const GROUP = /^\S.*:(\d+) in (\S.*)$/
const LONG = /^[ \t]*(Runtime|User|Go|Start): (.*)$/
const FRAME = /^[ \t]*(\d{1,4})[ \t]+0x[0-9a-f]+ in (\S.*)$/
const AT = /^[ \t]*at (\S.*:\d+)$/
const TOTAL = /^[ \t]*Total: (\d{1,9})$/
const LONGEST = 8_192

export function readDelveLine(text: string): DelveLine {
  if (text.length > LONGEST) return { is: 'other' }
  const line = text.replace(PROMPT, '')
  const goroutine = GOROUTINE.exec(line)
  if (goroutine) {
    const [, id = '', kind, rest = ''] = goroutine
    const place = PLACE.exec(rest)
    if (place === null) return { is: 'head', id }
    return {
      is: 'goroutine',
      id,
      kind: kind as PlaceKind,
      place: placeOf(place),
      isRunning: place[3] !== '',
      wait: place[4] ?? '',
    }
  }
  const head = HEAD.exec(line)
  if (head) return { is: 'head', id: head[1] ?? head[2] ?? head[3] ?? '' }
  return readStackLine(line)
}

function readStackLine(line: string): DelveLine {
  const long = LONG.exec(line)
  const place = long === null ? null : PLACE.exec(long[2] ?? '')
  if (place !== null) return { is: 'place', kind: long?.[1] as PlaceKind, place: placeOf(place) }
  const frame = FRAME.exec(line)
  if (frame) return { is: 'frame', index: Number(frame[1]), name: frame[2] ?? '' }
  const at = AT.exec(line)
  if (at) return { is: 'at', location: at[1] ?? '' }
  if (line.trim() === '(truncated)') return { is: 'truncated' }
  const total = TOTAL.exec(line)
  if (total) return { is: 'total', count: Number(total[1]) }
  const group = GROUP.exec(line)
  return group ? { is: 'group', line: group[1] ?? '', name: group[2] ?? '' } : { is: 'other' }
}

const placeOf = (match: RegExpExecArray): DelvePlace => ({ location: match[1] ?? '', name: match[2] ?? '' })
