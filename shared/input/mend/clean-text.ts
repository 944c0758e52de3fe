/** Gathers the lines of a clean dump with the place that each comes from. */

import type { CleanDump, DumpText } from '../clean-dump.ts'
import type { NoteBook } from './notes.ts'

export class CleanText {
  readonly #lines: string[] = []
  readonly #numbers: number[] = []

  /** Adds a line that comes from line `number` of the person's file. */
  add(line: string, number: number): void {
    this.#lines.push(line)
    this.#numbers.push(number)
  }

  /** Replaces the line that was added as number `at`, counted from 0. */
  replace(at: number, line: string): void {
    this.#lines[at] = line
  }

  get length(): number {
    return this.#lines.length
  }

  finish(
    dump: Pick<DumpText, 'source' | 'at' | 'form'>,
    notes: NoteBook,
    { hasIds, isCut }: Pick<CleanDump, 'hasIds' | 'isCut'>,
  ): CleanDump {
    const numbers = Uint32Array.from(this.#numbers)
    return {
      source: dump.source,
      at: dump.at,
      form: dump.form,
      bytes: new TextEncoder().encode(this.#lines.map((line) => `${line}\n`).join('')),
      lineOf: (line) => numbers[line - 1] ?? 0,
      hasIds,
      notes: notes.list(),
      isCut,
    }
  }
}
