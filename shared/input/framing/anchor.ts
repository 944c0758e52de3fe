/** Finds the lines that only dumps have, and where in a line they begin: what stands before is a prefix. */

import { isDigit } from '#shared/goroutine/byte-text.ts'

/** Forms that begin with a word: they are found wherever they stand in a line. */
const NAMED: readonly (readonly [string, RegExp])[] = [
  // goroutine 7 gp=0x9e55 m=5 mp=0x9e50 [chan send, 29 minutes]:
  [
    'goroutine ',
    /goroutine (?:\d{1,19}|[NXx#?*.…]{1,19}) (?:gp=\w{1,20} )?(?:m=\w{1,20} )?(?:mp=\w{1,20} )?\[[^\]]/y,
  ],
  ['goroutine profile: ', /goroutine profile: total \d/y],
  ['goroutineleak profile: ', /goroutineleak profile: total \d/y],
  // go tool pprof -traces
  ['Type: goroutine', /Type: goroutine/y],
  // go tool pprof -raw
  ['PeriodType: goroutine', /PeriodType: goroutine/y],
  // dlv
  ['Switched from ', /Switched from \d{1,19} to \d{1,19}\b/y],
]
/** goleak: the first one stands behind a bracket, the others behind a blank. */
const GOLEAK = /Goroutine \d{1,19} in state /y
/** dlv: `* Goroutine 1 - User: …` or two blanks instead of the mark. */
const DELVE = /Goroutine \d{1,19} - (?:User|Start|Runtime|Go): /y
/** panicparse: `2: chan send [29 minutes] [Created by main.ask @ main.go:8]` */
const PANICPARSE =
  /\d{1,9}: (?:[a-z]|IO|GC)[\w .()]{2,40}(?: \[[^\]]{1,60}\])*(?: \[(?:Created by |locked\])|$)/y
const ROW_AT = / @ (?:0x[\da-f]|\.\.\.)/y
/** Leak checks of etcd: `101 instances of:` */
const INSTANCES_AT = / instances of:\s*$/y

/** Lines whose count stands before the words that tell them. */
const COUNTED: readonly (readonly [string, RegExp])[] = [
  [' @ ', ROW_AT],
  [' instances of:', INSTANCES_AT],
]

/** Column at which the line of a dump begins; -1 where the line is none that only dumps have. */
export function anchorAt(text: string): number {
  let first = -1
  for (const [word, form] of NAMED) {
    const at = firstOf(text, word, form, first)
    if (at >= 0) first = at
  }
  const delve = firstOf(text, 'Goroutine ', DELVE, first)
  if (delve >= 0) first = /^[* ] /.test(text.slice(Math.max(0, delve - 2), delve)) ? delve - 2 : delve
  const goleak = firstOf(text, 'Goroutine ', GOLEAK, first)
  if (goleak >= 0) first = /^[[ ]/.test(text.slice(Math.max(0, goleak - 1), goleak)) ? goleak - 1 : goleak
  for (const [word, form] of COUNTED) {
    const row = countBefore(text, word, form)
    if (row >= 0 && (first < 0 || row < first)) first = row
  }
  if (first >= 0) return first
  return ruleAt(text) >= 0 ? ruleAt(text) : panicparseAt(text)
}

/** The first place before `before` where the form stands. Only places of its word are tried. */
function firstOf(text: string, word: string, form: RegExp, before: number): number {
  for (let at = text.indexOf(word); at >= 0 && (before < 0 || at < before); at = text.indexOf(word, at + 1)) {
    form.lastIndex = at
    if (form.test(text)) return at
  }
  return -1
}

/** `3 @ 0x43c365 …`: the count stands before. */
function countBefore(text: string, word: string, form: RegExp): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    form.lastIndex = at
    let start = at
    while (at - start < 12 && isDigit(text.charCodeAt(start - 1))) start--
    if (start < at && form.test(text)) return start
  }
  return -1
}

/** `-----------+-------`, the rule of `pprof -traces`. */
function ruleAt(text: string): number {
  const plus = text.indexOf('-----+-----')
  if (plus < 0) return -1
  let start = plus
  while (plus - start < 20 && text[start - 1] === '-') start--
  return start
}

function panicparseAt(text: string): number {
  const bracket = text.indexOf(' [Created by ')
  if (bracket < 0 || bracket > 2000) return -1
  for (let at = text.lastIndexOf(': ', bracket); at > 0; at = text.lastIndexOf(': ', at - 1)) {
    let start = at
    while (at - start < 9 && isDigit(text.charCodeAt(start - 1))) start--
    PANICPARSE.lastIndex = start
    if (PANICPARSE.test(text)) return start
  }
  return -1
}
