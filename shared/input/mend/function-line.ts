/** Reads a function of a stack in any spelling and writes it as the runtime does. */

import { areArguments, isFunctionName, isQualified, symbolEnd } from '#shared/goroutine/go-symbol.ts'

export interface FunctionPiece {
  readonly is: 'function'
  /** `main.ask.func1(0xc000012345)` */
  readonly text: string
  /** The closing parenthesis is missing: the line was cut or wrapped. */
  readonly isOpen: boolean
}

/** A word without arguments, which is a function only if a location follows. */
export interface BarePiece {
  readonly is: 'bare'
  readonly text: string
}

interface Found {
  readonly piece: FunctionPiece | BarePiece
  readonly end: number
}

/** Frames that tools number: `#0  0x48456e in main.ask`, `12: main.ask()`, `1. main.ask()`, `- main.ask()`. */
const NUMBERED = /^(?:#?\d{1,4}(?:[.:)]|[ \t])|[-*•]|->|at)[ \t]*(?:0x[0-9a-f]+[ \t]+in[ \t]+)?/
/** Folders whose names somebody hid. */
const MASKED = /^\*{2,8}\//
/** Arguments end at the first parenthesis that closes; the runtime's hold none. */
const WORDS = /[^()\n]*/y
/** Arguments in brackets (whyrusleeping/stackparse): `main.ask [0xc105b86780, 0x2a]`. */
const BRACKETS = /[ \t]\[([0-9a-fx?{}.,_ ]*)\]/y
const ELLIPSIS = /…/g
/** Names of files have the form of a function of a package. */
const FILE = /\.(?:go|s|S|c|cc|cpp|h|log|txt|json|ya?ml|toml|sh|py|js|com|org|net|io|exe|test)$/
/** A lone word with arguments is a function of assembly or of C: it must not be a word of a log. */
const LONE_ARGUMENTS = /^(?:0x[0-9a-f]+\??|\.\.\.|[{}, ])*$/

/** The function that begins at `at`, and where it ends. `bare` is a name without arguments. */
export function readFunction(text: string, at: number): Found | undefined {
  const start = at === 0 ? nameStart(text) : at
  const end = symbolEnd(text, start)
  if (end === start) return undefined
  const name = text.slice(start, end)
  if (text[end] === '(') return withArguments(text, name, end)
  BRACKETS.lastIndex = end
  const brackets = BRACKETS.exec(text)
  if (brackets && isQualified(name)) {
    return { piece: functionOf(`${name}(${brackets[1]})`), end: BRACKETS.lastIndex }
  }
  return { piece: { is: 'bare', text: name }, end }
}

/** Whether a name without arguments can be a function at all, if a location follows. */
export const isBareFunction = (name: string): boolean =>
  isFunctionName(name) && isQualified(name) && (name.includes('(') || !FILE.test(name))

function nameStart(text: string): number {
  const indent = text.length - text.trimStart().length
  const begin = text.slice(indent, indent + 64)
  return indent + ((MASKED.exec(begin) ?? NUMBERED.exec(begin))?.[0].length ?? 0)
}

function withArguments(text: string, name: string, open: number): Found | undefined {
  if (!isFunctionName(name)) return undefined
  WORDS.lastIndex = open + 1
  const words = (WORDS.exec(text)?.[0] ?? '').replace(ELLIPSIS, '...')
  const close = WORDS.lastIndex
  // Values that a tool wrote in place of words may have parentheses of their own; then all of the line is one call.
  if (text[close] === '(' && text.endsWith(')') && isQualified(name)) {
    return { piece: { is: 'bare', text: name }, end: text.length }
  }
  const isOpen = text[close] !== ')'
  if (isOpen && close < text.length) return undefined
  const fits = isQualified(name) ? areArguments(words) : LONE_ARGUMENTS.test(words)
  if (isOpen) return fits ? { piece: openFunction(name, words), end: close } : undefined
  if (fits) return { piece: functionOf(`${name}(${words})`), end: close + 1 }
  // Words that no runtime prints: a person or a tool wrote values there, or it is a log line.
  return isQualified(name) ? { piece: { is: 'bare', text: name }, end: close + 1 } : undefined
}

const functionOf = (text: string): FunctionPiece => ({ is: 'function', text, isOpen: false })
const openFunction = (name: string, words: string): FunctionPiece => ({
  is: 'function',
  text: `${name}(${words.trim() === '' ? '...' : `${words.replace(/,? *\w*$/, '')}, ...`})`.replace(
    '(, ',
    '(',
  ),
  isOpen: true,
})

/** Whether a text begins with a function whose arguments do not end. */
export function isOpenFunction(text: string): boolean {
  const piece = readFunction(text, 0)?.piece
  return piece?.is === 'function' && piece.isOpen
}
