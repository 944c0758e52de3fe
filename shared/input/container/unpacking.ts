/** What the entries of one input have used so far of what they may. */

import type { InputLimits } from '../input-limits.ts'
import { type InputRefusal, InputRefused } from '../input-refusal.ts'

/** Bytes that any input may unpack to, whatever its ratio: a small dump may be packed well. */
const FREE_BYTES = 16 * 1024 * 1024

/** Counts packed and unpacked bytes and entries of one input, in whatever archives they stand. */
export class Unpacking {
  readonly limits: InputLimits
  /** Entries that could not be read, beside those that could. */
  readonly refusals: InputRefusal[] = []
  #packed = 0
  #unpacked = 0
  #entries = 0

  constructor(limits: InputLimits) {
    this.limits = limits
  }

  /** Bytes of the input as it was given. */
  takePacked(bytes: number): void {
    this.#packed += bytes
  }

  /** Bytes that left a decompressor. @throws InputRefused past the limit or the ratio */
  takeUnpacked(bytes: number, source: string): void {
    this.#unpacked += bytes
    const { unpackedBytes, ratio } = this.limits
    const byRatio = FREE_BYTES + this.#packed * ratio
    if (this.#unpacked > unpackedBytes) {
      throw refused(
        source,
        `It unpacks to at least ${this.#unpacked} bytes, the limit is ${unpackedBytes}: send the file with the dump alone.`,
        unpackedBytes,
        this.#unpacked,
      )
    }
    if (this.#unpacked > byRatio) {
      throw refused(
        source,
        `Its ${this.#packed} bytes unpack to at least ${this.#unpacked}, more than ${ratio} times as many: no dump is packed so; send the dump itself.`,
        byRatio,
        this.#unpacked,
      )
    }
  }

  /** One more file of an archive. @throws InputRefused past the limit */
  takeEntry(source: string): void {
    this.#entries++
    const { entries } = this.limits
    if (this.#entries <= entries) return
    throw new InputRefused({
      source,
      line: 0,
      reason: 'malformed-archive',
      detail: `The archive has more than ${entries} files: send the files with dumps alone.`,
      limit: entries,
      actual: this.#entries,
    })
  }
}

const refused = (source: string, detail: string, limit: number, actual: number): InputRefused =>
  new InputRefused({ source, line: 0, reason: 'inflated-too-large', detail, limit, actual })
