/** Reads a text that is JSON as a whole: an export, an answer of an API, objects one after the other. */

import { type ParseErrorCode, visit } from 'jsonc-parser'
import { isTuple } from './json-fields.ts'
import { type Field, type LogRecord, tellsDump } from './record.ts'

/** Plain values kept of one object or array, objects kept beside it, and characters of each value. */
const MOST_OWN = 64
const MOST_BESIDE = 8
const MOST_PLAIN = 500
/** What JSON that was only cut, or printed object by object, may say (ParseErrorCode of jsonc-parser). */
const HARMLESS: readonly ParseErrorCode[] = [4, 6, 7, 8, 9]

/** What is open while the text is read: an object or an array, and the plain values that it holds itself. */
class Open {
  readonly path: string
  readonly isArray: boolean
  readonly parent: Open | undefined
  readonly own: Field[] = []
  /** Objects in it: the labels of a stream of Loki stand beside its lines. */
  readonly objects: Open[] = []
  key = ''
  #index = 0
  #isTuple = false

  constructor(parent: Open | undefined, isArray: boolean) {
    this.path = parent === undefined ? '' : parent.pathOf(undefined)
    this.isArray = isArray
    this.parent = parent
    if (!isArray && parent?.isArray === false && parent.objects.length < MOST_BESIDE)
      parent.objects.push(this)
  }

  /** Path of the next value in it; `value` is a plain one. */
  pathOf(value: string | undefined): string {
    if (this.isArray) {
      if (this.#index === 0 && value !== undefined) this.#isTuple = isTuple(value)
      this.key = this.#isTuple && value !== undefined ? String(this.#index) : '*'
      this.#index++
    }
    return this.path === '' ? this.key : `${this.path}.${this.key}`
  }
}

/** A text of the document, and the object or array that it stands in. */
interface Text extends Field {
  /** 0-based line in the text. */
  readonly line: number
  readonly inside: Open
}

/**
 * A record for each text that may belong to a dump, with the plain values around it: those of its own object and of
 * the objects that hold it. Undefined where the text is not JSON, or holds no dump. A cut document gives what it has.
 */
export function jsonDocument(text: string, first: number): LogRecord[] | undefined {
  const begin = text.trimStart()[0]
  if (begin !== '[' && begin !== '{' && begin !== '"') return undefined
  try {
    const texts = textsOf(text)
    const paths = new Set(texts.filter(({ value }) => tellsDump(value)).map(({ path }) => path))
    if (paths.size === 0) return undefined
    return texts
      .filter(({ path }) => paths.has(path))
      .map(({ path, value, line, inside }) => ({
        line: { text: '', number: first + line, time: undefined, source: undefined },
        fields: [{ path, value }, ...around(inside, path)],
      }))
  } catch (error) {
    // Arrays in arrays, deeper than the stack of calls.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function textsOf(text: string): Text[] {
  const texts: Text[] = []
  let open: Open | undefined
  let isJson = true
  const end = () => {
    open = open?.parent
  }
  // Brackets around it: objects one after the other are then the values of one array.
  visit(`[${text}\n]`, {
    onObjectBegin: () => {
      open = new Open(open, false)
    },
    onArrayBegin: () => {
      open = new Open(open, true)
    },
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (key) => {
      if (open !== undefined) open.key = key
    },
    onLiteralValue: (value: unknown, _offset, _length, line) => {
      if (open === undefined || (typeof value !== 'string' && typeof value !== 'number')) return
      const plain = String(value)
      const field = { path: open.pathOf(plain), value: plain }
      if (plain.length <= MOST_PLAIN && open.own.length < MOST_OWN) open.own.push(field)
      if (typeof value === 'string') texts.push({ ...field, line, inside: open })
    },
    onError: (code, offset, length) => {
      // What is cut ends with half a text or half a word.
      if (!HARMLESS.includes(code) && offset + length < text.length) isJson = false
    },
  })
  return isJson ? texts : []
}

/** Plain values of an object and of those that hold it, the nearest first. */
function around(inside: Open, path: string): Field[] {
  const fields: Field[] = []
  for (let open: Open | undefined = inside; open !== undefined; open = open.parent) {
    fields.push(...open.own, ...open.objects.flatMap(({ own }) => own))
  }
  return fields.filter((field) => field.path !== path)
}
