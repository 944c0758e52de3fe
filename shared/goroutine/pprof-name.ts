/** The strings of a profile.proto as numbered names: decoded once, equal names equal numbers. */

import { refuse } from '#shared/reading/refusal.ts'
import { visibleName } from '#shared/reading/visible.ts'
import { textOf } from './byte-text.ts'
import type { ReadLimits } from './model.ts'
import type { PprofTable } from './pprof-table.ts'
import { refuseLongName } from './refusal.ts'

export class PprofNames {
  readonly #table: PprofTable
  readonly #limit: number
  readonly #texts: string[] = []
  readonly #numbers = new Map<string, number>()
  /** Index of a string → its number, as far as known. */
  readonly #ofIndex = new Map<number, number>()

  constructor(table: PprofTable, limits: ReadLimits) {
    this.#table = table
    this.#limit = limits.nameBytes
  }

  /** Number of the string at an index of the string table. Refuses a bad index and a name over the limit. */
  at(index: number): number {
    const known = this.#ofIndex.get(index)
    if (known !== undefined) return known
    const number = this.intern(this.string(index))
    this.#ofIndex.set(index, number)
    return number
  }

  intern(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  text(number: number): string {
    return this.#texts[number] ?? ''
  }

  /** The string at an index, as text that can be shown anywhere. */
  string(index: number): string {
    const { bytes, strings } = this.#table
    const start = strings[index * 2]
    const end = strings[index * 2 + 1]
    if (start === undefined || end === undefined) {
      return refuse(
        'malformed-profile',
        `There is no string ${index}: the string table has ${strings.length / 2}.`,
      )
    }
    if (end - start > this.#limit) refuseLongName(this.#limit, end - start, textOf(bytes, start, start + 40))
    return visibleName(textOf(bytes, start, end))
  }
}
