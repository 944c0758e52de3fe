/**
 * What the prefixes of neighbouring lines have in common: the same words and signs in the same places, while
 * numbers, times and levels change. Matched by hand, token by token, so that no line costs more than its length.
 */

type Kind = 'digits' | 'blank' | 'padding' | 'word' | 'hex' | 'uuid' | 'separator' | 'literal'

interface Token {
  readonly kind: Kind
  readonly text: string
  /** Column of the prefix that the shape was made of. */
  readonly start: number
}

/** Where one token of a shape stands in a line. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Words that change from line to line without meaning another writer. */
const CHANGING =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|trace|debug|info|information|notice|warn|warning|err|error|fatal|panic|crit|critical|dpanic|trac|debu|erro|fata|pani|trc|dbg|inf|wrn|ftl|pnc|stdout|stderr|out|utc|gmt|[a-z]{1,2}t|am|pm|[tzpfiwed])$/i
/** Ids of hexadecimal digits: eight and more, or four. */
const HEX = /^(?=[\da-f]*\d)(?=\d*[a-f])(?:[\da-f]{4}|[\da-f]{8,})$/i
const TOKENS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-zA-Z]+|\s+|[^\da-zA-Z\s]/g
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const UUID_LENGTH = 36
const PARTS = /\d+|[a-zA-Z]+/g
/** More tokens than any logger writes: a longer prefix is a sentence. */
const MOST_TOKENS = 80

export class PrefixShape {
  readonly #tokens: readonly Token[]
  /** Shapes that are the same word for word have the same key. */
  readonly key: string

  private constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
    this.key = tokens.map(({ kind, text }) => (kind === 'literal' ? text : `<${kind}>`)).join('')
  }

  /** The shape of a prefix; undefined where it is too long for one. */
  static of(prefix: string): PrefixShape | undefined {
    const tokens = tokensOf(prefix)
    return tokens.length === 0 || tokens.length > MOST_TOKENS ? undefined : new PrefixShape(tokens)
  }

  get length(): number {
    return this.#tokens.length
  }

  /** Only blanks: an indent, of which a line may have less. */
  get isIndent(): boolean {
    return this.#tokens.every(isBlank)
  }

  /** The beginning of the shape up to each blank or closing sign, the longest first. */
  shorter(): PrefixShape[] {
    const shapes: PrefixShape[] = []
    for (let count = this.#tokens.length - 1; count > 0; count--) {
      const last = this.#tokens[count - 1] as Token
      const isEnd = isBlank(last) || /^[\]|>})]$/.test(last.text)
      if (isEnd) shapes.push(new PrefixShape(this.#tokens.slice(0, count)))
    }
    return shapes
  }

  /** Where each token stands in a line; undefined where the line does not begin like this. */
  match(text: string): Span[] | undefined {
    const spans: Span[] = []
    let at = this.#tokens[0]?.kind === 'digits' ? blanksAt(text) : 0
    for (const token of this.#tokens) {
      const end = endOf(token, text, at, spans.length === this.#tokens.length - 1)
      if (end < 0) {
        // Editors and shells cut blanks off the ends of lines, and with them the end of a prefix.
        const isBlankEnd = at >= text.length && spans.length > 0 && this.#isBlankFrom(spans.length)
        return isBlankEnd ? spans : undefined
      }
      spans.push({ start: at, end })
      at = end
    }
    return spans
  }

  #isBlankFrom(index: number): boolean {
    return this.#tokens.slice(index).every(isBlank)
  }

  /** Kinds of the tokens, one for each span of a match. */
  kind(index: number): Kind {
    return this.#tokens[index]?.kind ?? 'literal'
  }
}

function tokensOf(prefix: string): Token[] {
  const tokens: Token[] = []
  for (const match of prefix.matchAll(TOKENS)) {
    const [text] = match
    const start = match.index
    if (/^\s/.test(text)) tokens.push({ kind: 'blank', text, start })
    else if (UUID.test(text)) tokens.push({ kind: 'uuid', text, start })
    else if (HEX.test(text)) tokens.push({ kind: 'hex', text, start })
    else if (/^[\da-zA-Z]/.test(text)) tokens.push(...wordsOf(text, start))
    else tokens.push({ kind: 'literal', text, start })
    if (tokens.length > MOST_TOKENS) return tokens
  }
  // `grep -n` and `grep -C` end the number of a line with one of two signs, by whether the line was looked for.
  const [last, before] = [tokens.at(-1), tokens.at(-2)]
  if (last?.text === ':' && before?.kind === 'digits')
    tokens[tokens.length - 1] = { ...last, kind: 'separator' }
  const file = tokens.at(-3)
  if (file?.text === ':') tokens[tokens.length - 3] = { ...file, kind: 'separator' }
  return tokens.map((token, i) => (isPadding(tokens, i) ? { ...token, kind: 'padding' } : token))
}

/** Blanks before a number or behind a level make columns: there may be more or fewer of them. */
function isPadding(tokens: readonly Token[], i: number): boolean {
  if (tokens[i]?.kind !== 'blank' || tokens[i]?.text.includes('\t')) return false
  return tokens[i - 1]?.kind === 'word' || tokens[i + 1]?.kind === 'digits'
}

/** Words that change stand alone, but for the letters of a time: `29T02`, `00Z`, `I1129` of klog. */
const TIME_LETTERS = /^(?:\d+T\d+|\d+Z|[IWEFD]\d{4})$/

const wordsOf = (text: string, start: number): Token[] =>
  Array.from(text.matchAll(PARTS), (part) => ({
    kind: /^\d/.test(part[0]) ? 'digits' : isChanging(part[0], text) ? 'word' : 'literal',
    text: part[0],
    start: start + part.index,
  }))

const isChanging = (word: string, run: string): boolean =>
  word === run ? CHANGING.test(word) : TIME_LETTERS.test(run)

/** Where a token ends that begins at `at`; -1 where another one stands there. */
function endOf({ kind, text: wanted }: Token, text: string, at: number, isLast: boolean): number {
  if (kind === 'literal' || kind === 'blank') return text.startsWith(wanted, at) ? at + wanted.length : -1
  if (kind === 'separator') return text[at] === ':' || text[at] === '-' ? at + 1 : -1
  if (kind === 'padding') return paddingEnd(wanted, text, at, isLast)
  if (kind === 'uuid') {
    const end = at + UUID_LENGTH
    return UUID.test(text.slice(at, end)) ? end : -1
  }
  const isPart = { digits: isDigit, hex: isHex, word: isLetter }[kind]
  let end = at
  while (end < text.length && isPart(text.charCodeAt(end))) end++
  // A level gives way to another level, not to the first word of a line.
  if (kind === 'word' && !CHANGING.test(text.slice(at, end))) return -1
  return end === at ? -1 : end
}

/** Blanks of a column; where the prefix ends with them, no more than it had: a line may begin with its own. */
function paddingEnd(wanted: string, text: string, at: number, isLast: boolean): number {
  let end = at
  while (text[end] === ' ' && !(isLast && end === at + wanted.length)) end++
  return end > at || at === 0 ? end : -1
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
const isHex = (code: number): boolean => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66)
const isBlank = ({ kind }: Token): boolean => kind === 'blank' || kind === 'padding'

/** Blanks before a number that begins a line: it is padded. */
function blanksAt(text: string): number {
  let end = 0
  while (text[end] === ' ') end++
  return end
}
