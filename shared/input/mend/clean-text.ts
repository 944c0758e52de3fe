/** Gathers the lines of a clean dump with the place that each comes from. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { NoteBook } from './notes.ts'

/** Lines that are kept as text before they become bytes. */
const CHUNK_LINES = 4_096
/** Line numbers that there is room for at first: a log may hold thousands of small dumps. */
const FIRST_LINES = 64

export class CleanText {
  #lines: string[] = []
  readonly #chunks: Uint8Array[] = []
  readonly #encoder = new TextEncoder()
  #numbers = new Uint32Array(FIRST_LINES)
  /** Lines added so far. */
  length = 0

  /** Adds a line that comes from line `number` of the person's file. */
  add(line: string, number: number): void {
    this.#lines.push(line)
    if (this.length === this.#numbers.length) this.#grow()
    this.#numbers[this.length++] = number
    if (this.#lines.length === CHUNK_LINES) this.#encode()
  }

  #grow(): void {
    const numbers = new Uint32Array(this.#numbers.length * 2)
    numbers.set(this.#numbers)
    this.#numbers = numbers
  }

  #encode(): void {
    if (this.#lines.length > 0) this.#chunks.push(this.#encoder.encode(`${this.#lines.join('\n')}\n`))
    this.#lines = []
  }

  finish(
    dump: Pick<DumpText, 'source' | 'at' | 'form'>,
    notes: NoteBook,
    { hasIds, isCut }: Pick<CleanDump, 'hasIds' | 'isCut'>,
  ): CleanDump {
    this.#encode()
    const numbers = this.#numbers
    const { length } = this
    return {
      source: dump.source,
      at: dump.at,
      form: dump.form,
      bytes: joined(this.#chunks),
      lineOf: (line) => (line <= length ? (numbers[line - 1] ?? 0) : 0),
      hasIds,
      notes: notes.list(),
      isCut,
    }
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
