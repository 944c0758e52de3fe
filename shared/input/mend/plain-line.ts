/** Tells at once what a line is that the runtime wrote and nobody touched: most lines of most dumps. */

export type PlainKind = 'blank' | 'location' | 'function' | 'creator' | 'header'

const HEADER = /^goroutine (\d{1,19}) \[[^\]",{]*\]:$/
const NOTES = /\[[a-zA-Z][^,]*[a-zA-Z)](?:, \d+ minutes)?(?:, locked to thread)?\]:$/
const NAME =
  '(?:[\\w.~%+-]+/)*[\\w%-]+\\.(?:\\(\\*?\\w+(?:\\[\\.\\.\\.\\])?\\)\\.)?[A-Za-z_][\\w.]*(?:\\[\\.\\.\\.\\])?[\\w.]*'
const FUNCTION = new RegExp(`^(?:${NAME}|panic)\\([0-9a-fx?{}.,_ ]*\\)$`)
const CREATOR = new RegExp(`^created by ${NAME}(?: in goroutine \\d+)?$`)
const LOCATION = /^\t[^\s:][^\t:]*\.(?:go|s):\d+(?: \+0x[0-9a-f]+)?$/

/** Undefined where a line must be looked at more closely. */
export function plainKind(line: string): PlainKind | undefined {
  if (line === '') return 'blank'
  const first = line.charCodeAt(0)
  if (first === 0x09) return LOCATION.test(line) ? 'location' : undefined
  if (line.startsWith('goroutine ')) return HEADER.test(line) && NOTES.test(line) ? 'header' : undefined
  if (line.startsWith('created by ')) return CREATOR.test(line) ? 'creator' : undefined
  return FUNCTION.test(line) ? 'function' : undefined
}

/** The id of a header that is plain. */
export const plainId = (header: string): string => HEADER.exec(header)?.[1] ?? ''
