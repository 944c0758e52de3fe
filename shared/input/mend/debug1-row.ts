/** Reads the row that begins a group of counted text, also where a person shortened it. */

import { readSymbolAt } from './debug1-symbol.ts'

export interface Row1 {
  readonly count: number
  /** `3 @ 0x43c365 0x40892f` */
  readonly text: string
  /** Symbol lines that a person wrote behind the row: `3 @ ... main.ask.func1 (/src/main.go:9)`. */
  readonly symbols: readonly string[]
}

const ROW = /^[ \t]*(\d{1,15})[ \t]*@[ \t]*/
/** Program counters stand before everything else. */
const COUNTERS = /(?:0x[0-9a-f]+(?:[ \t]+|$))*/y
/** The rest of a row that the console broke: counters and halves of them. */
const MORE = /^(?:[0-9a-f]*x?[0-9a-f]+|0x?)(?:[ \t]+0x[0-9a-f]*)*$/
const SYMBOL = /(?:\.{3}|…|,|<-|->|>|<|\||;)*[ \t]*/y

export function readRow1(line: string): Row1 | undefined {
  const row = ROW.exec(line)
  if (row === null) return undefined
  COUNTERS.lastIndex = row[0].length
  const counters = (COUNTERS.exec(line)?.[0] ?? '').trim().split(/[ \t]+/)
  const text = `${row[1]} @${counters.map((counter) => (counter === '' ? '' : ` ${counter}`)).join('')}`
  return { count: Number(row[1]), text, symbols: symbolsOf(line, COUNTERS.lastIndex) }
}

/** Whether a line below a row is the rest of it. */
export const isMoreOfRow = (line: string): boolean => MORE.test(line)

/** A row with its rest: a break between two counters has eaten the blank. */
export const withMore = (row: string, more: string): string =>
  more.startsWith('0x') ? `${row} ${more}` : `${row}${more}`

function symbolsOf(line: string, from: number): string[] {
  const symbols: string[] = []
  for (let at = from; at < line.length; ) {
    SYMBOL.lastIndex = at
    SYMBOL.exec(line)
    const start = SYMBOL.lastIndex
    if (start >= line.length) break
    const words = /^\S+(?:[ \t]+\(?[^\s()]+:\d+\)?)?/.exec(line.slice(start))?.[0] ?? ''
    const symbol = readSymbolAt(words, 0, '0x0', true)
    if (symbol !== undefined) symbols.push(symbol.text)
    at = start + Math.max(1, words.length)
  }
  return symbols
}
