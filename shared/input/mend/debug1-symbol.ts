/** Reads one symbol line of counted text in any spelling and writes it as the runtime does. */

import { isCName, isFunctionName, symbolEnd } from '#shared/goroutine/go-symbol.ts'
import { isBareFunction } from './function-line.ts'

export interface Symbol1 {
  /** `#	0x680e3d	main.worker+0x1d	/src/main.go:17` */
  readonly text: string
  /** The location is missing or has no line number: the line was cut or wrapped. */
  readonly isOpen: boolean
}

/** The runtime's own form: columns are separated by tabs, the last one is a location. */
const OWN = /^#\t0x[0-9a-f]+(?:\t+[^\s].*\+0x[0-9a-f]+\t+[^\t]*:\d+)?$/
const MARK = /^[ \t]*(?:\\?#|[-*>])?[ \t]*(?:\d{1,3}[.:)][ \t]+)?/
const ADDRESS = /0x[0-9a-f]+(?=[ \t]|$)/y
/** An address that somebody typed or cut: behind the mark of a line nothing else can stand there. */
const SPOILT_ADDRESS = /(?:[\do]?x)?[0-9a-f]{3,16}[ \t]+(?=\S)/y
const OFFSET = /\+(?:0x[0-9a-f]*)?$/
const LOCATION = /^\(?(.*?):(\d+)\)?$/
/** Stands in for an address that was cut out: no two lines are told apart by it. */
const NO_ADDRESS = '0x0'
const BLANKS = /[ \t]*/y

/** The symbol line that a line is, if it is one. `needsMark`: only a `#` or an address tells it from other lines. */
export function readSymbol1(line: string): Symbol1 | undefined {
  if (OWN.test(line)) return { text: line, isOpen: false }
  const mark = MARK.exec(line)?.[0] ?? ''
  ADDRESS.lastIndex = mark.length
  const address = ADDRESS.exec(line)?.[0]
  const from = address === undefined ? behindSpoilt(line, mark) : skip(line, ADDRESS.lastIndex)
  if (from === line.length)
    return address === undefined ? undefined : { text: `#\t${address}`, isOpen: false }
  return readSymbolAt(line, from, address ?? NO_ADDRESS, address !== undefined)
}

function behindSpoilt(line: string, mark: string): number {
  SPOILT_ADDRESS.lastIndex = mark.length
  return mark.includes('#') && SPOILT_ADDRESS.test(line) ? SPOILT_ADDRESS.lastIndex : skip(line, mark.length)
}

/** A function with its location that begins at `from`; without an address it must be one of Go. */
export function readSymbolAt(
  line: string,
  from: number,
  address: string,
  hasAddress: boolean,
): Symbol1 | undefined {
  const end = symbolEnd(line, from)
  const word = line.slice(from, end)
  const offset = OFFSET.exec(word)?.[0]
  const name = offset === undefined ? word : word.slice(0, -offset.length)
  const isName = offset === undefined ? isBareFunction(name) : isFunctionName(name) || isCName(name)
  if (!isName || (offset === undefined && !hasAddress && !/[ \t]/.test(line[end] ?? ' '))) return undefined
  const rest = line.slice(skip(line, end)).trim()
  const location = LOCATION.exec(rest)
  const column = location ? `\t${location[1]}:${location[2]}` : ''
  if (location === null && offset === undefined && !hasAddress) return undefined
  return {
    text: `#\t${address}\t${name}${offset !== undefined && offset.length > 3 ? offset : '+0x0'}${column}`,
    isOpen: location === null,
  }
}

function skip(line: string, at: number): number {
  BLANKS.lastIndex = at
  BLANKS.exec(line)
  return BLANKS.lastIndex
}
