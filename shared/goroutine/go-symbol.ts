/**
 * What a function is called in a stack dump, and what can be no function: log lines stand between stacks, too.
 *
 * The grammar is that of the linker's symbol names (cmd/link, cmd/internal/objabi): an import path, a dot, then
 * identifiers, receivers in parentheses and type arguments in brackets, each behind a dot or a name.
 */

/** Bytes of a receiver or of type arguments: longer ones belong to no name. */
const LONGEST_BRACKET = 8_192
/** Letters of any script, digits and what import paths and closures add: `%2e`, `go-redis`, `·dwrap·1`. */
const WORD = /[\p{L}\p{M}\p{N}_%~+\-·$./]/u
const ASCII_WORD = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  Number(WORD.test(String.fromCharCode(unit))),
)
/** Wrappers of embedded fields have a type without a name: `main.struct { R }.Read`. */
const STRUCT = 'struct'
/** Symbols that the compiler makes for types: `type:.eq.main.pair`. */
const MADE = /^(?:type|go):/
const IDENTIFIER_START = /[\p{L}_]/u
/** Compiler-made suffixes are the only place of a hyphen behind the import path: `-range1`, `-fm`. */
const HYPHENS = /-(?:range\d+|fm\b)/g
/** Arguments are words in hex, `...`, `_`, and `{…}` for aggregates; `?` follows what may be wrong (since Go 1.18). */
const ARGUMENTS = /^[0-9a-fx?{}.,_ ]*$/
/** Functions of assembly and of the C runtime up to Go 1.4 have no package: `panic`, `crosscall2`, `schedule`. */
const LONE = /^[A-Za-z_]\w*$/
/** Most names, told at once: readers ask of every distinct name of a dump. */
const COMMON = /^(?:[\w.~%+-]+\/)*[\w%-]+\.(?:\(\*\w+\)\.)?[A-Za-z_][\w.]*$/
/** What a cgo symbolizer calls a function: a C identifier, or a C++ name without blanks. */
const C_NAME = /^[A-Za-z_$.~?@][\w$.:@~<>*&,·-]*$/

/** Whether the words between the parentheses of a function line are such as the runtime prints. */
export const areArguments = (text: string): boolean => ARGUMENTS.test(text)

/** Whether a function line, its arguments taken off, names a function: `net/http.(*conn).serve`, `panic`. */
export function isFunctionName(text: string): boolean {
  if (COMMON.test(text) || LONE.test(text)) return true
  const name = text.replace(MADE, '')
  return symbolEnd(name, 0) === name.length && isQualified(name)
}

/** Whether a function line without arguments may be one of C: only cgo symbolizers print such lines. */
export const isCName = (text: string): boolean => C_NAME.test(text)

/** Whether a whole name has a package and is no name of a file: `main.ask.func1`, not `ask` or `10.0.0.1`. */
export function isQualified(text: string): boolean {
  const bracket = text.search(/[([]/)
  const path = bracket < 0 ? text : text.slice(0, bracket)
  const slash = path.lastIndexOf('/')
  const dot = text.indexOf('.', slash + 1)
  if (dot <= slash + 1 || dot === text.length - 1) return false
  const after = text.slice(dot + 1).replace(/^\.+/, '')
  const first = String.fromCodePoint(after.codePointAt(0) ?? 0)
  if (!IDENTIFIER_START.test(first) && !'(·'.includes(first)) return false
  return !/[-+~%$/]/.test(withoutBrackets(after).replace(HYPHENS, '')) && !/^[./]/.test(text)
}

/** Where the name that begins at `at` ends; `at` itself if none does. It may still lack its package. */
export function symbolEnd(text: string, at: number): number {
  let i = at
  while (i < text.length) {
    const char = text[i] ?? ''
    if (char === '(' && text[i - 1] === '.' && i > at) {
      const end = receiverEnd(text, i)
      if (end < 0) break
      i = end
    } else if (char === '[' && i > at) {
      const end = typeArgumentsEnd(text, i)
      if (end < 0) break
      i = end
    } else if (char === ' ' && text.startsWith('struct {', i - STRUCT.length)) {
      const end = closing(text, i + 1, '{', '}')
      if (end < 0) break
      i = end
    } else {
      const width = wordWidth(text, i)
      if (width === 0) break
      i += width
    }
  }
  return i
}

/** UTF-16 units of the character at `at` if names may hold it, else 0. */
function wordWidth(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit < 0x80) return ASCII_WORD[unit] ?? 0
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return WORD.test(char) ? char.length : 0
}

/** Behind the receiver at `at`; -1 if the parenthesis holds arguments. A receiver is followed by its method. */
function receiverEnd(text: string, at: number): number {
  if (!/[*\p{L}_]/u.test(text[at + 1] ?? '')) return -1
  const end = closing(text, at, '(', ')')
  return end > 0 && text[end] === '.' ? end : -1
}

/** Behind the type arguments at `at`: `[...]`, `[go.shape.int]`; never digits, as in `sshd[312]`. */
function typeArgumentsEnd(text: string, at: number): number {
  if (!/[.*[(\p{L}_]/u.test(text[at + 1] ?? '')) return -1
  return closing(text, at, '[', ']')
}

function closing(text: string, at: number, open: string, close: string): number {
  const last = Math.min(text.length, at + LONGEST_BRACKET)
  let depth = 0
  for (let i = at; i < last; i++) {
    if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i + 1
  }
  return -1
}

function withoutBrackets(text: string): string {
  let out = ''
  let depth = 0
  for (const char of text) {
    if (char === '(' || char === '[') depth++
    else if (char === ')' || char === ']') depth--
    else if (depth === 0) out += char
  }
  return out
}
