/** What is written in the filter field of the inbox: words such as `tier:probable`, and text. */

/** What a word can ask about. */
export const KEYS = ['is', 'tier', 'state', 'owner', 'service', 'version', 'cause'] as const
export type Key = (typeof KEYS)[number]

export interface Word {
  readonly key: Key
  readonly value: string
}

/** Words of one key are alternatives; keys, and pieces of text, must all hold. */
export interface Query {
  readonly words: readonly Word[]
  readonly text: readonly string[]
}

/** `key:"a value"`, `"a text"`, `word`; a quote that is not closed ends with the text. */
const TOKEN = /(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]+))/g

export function parseQuery(written: string): Query {
  const words: Word[] = []
  const text: string[] = []
  for (const [whole, name, quoted, plain] of written.matchAll(TOKEN)) {
    const key = KEYS.find((each) => each === name)
    const value = quoted ?? plain ?? ''
    if (key === undefined) text.push(name === undefined ? value : whole.replaceAll('"', ''))
    else if (value !== '') words.push({ key, value })
  }
  return { words, text: text.filter((piece) => piece !== '') }
}

const quoted = (value: string): string => (/^[^\s"]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`)

export const wordText = ({ key, value }: Word): string => `${key}:${quoted(value)}`

/** A text that could pass for a word is quoted. */
const pieceText = (piece: string): string => (piece.includes(':') ? `"${piece}"` : quoted(piece))

export const queryText = ({ words, text }: Query): string =>
  [...words.map(wordText), ...text.map(pieceText)].join(' ')

const isSame = (a: Word, b: Word): boolean =>
  a.key === b.key && a.value.toLowerCase() === b.value.toLowerCase()

export const hasWord = ({ words }: Query, word: Word): boolean => words.some((one) => isSame(one, word))

/** With the word, or without it where it was there. */
export const toggled = (query: Query, word: Word): Query => ({
  ...query,
  words: hasWord(query, word) ? query.words.filter((one) => !isSame(one, word)) : [...query.words, word],
})
