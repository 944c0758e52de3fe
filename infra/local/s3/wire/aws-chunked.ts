/**
 * Bodies in `aws-chunked`, as SDKs send streams whose checksum is known last:
 * `<size in hex>\r\n<bytes>\r\n` for each chunk, `0\r\n`, then `<name>:<value>\r\n` for each trailer, then `\r\n`.
 */

import { S3Error } from './s3-error.ts'

/** Longest line, in bytes: a size, or one trailer. */
const LINE = 4096

/** Yields the bytes of the chunks and puts the trailers, by lower-case name, into `trailers`. Throws IncompleteBody. */
export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const pieces = source[Symbol.asyncIterator]()
  try {
    const reader = new ChunkReader(pieces)
    for (let size = await reader.size(); size > 0; size = await reader.size()) {
      yield* reader.bytes(size)
      if ((await reader.line()) !== '')
        throw new S3Error('InvalidRequest', 'A chunk is longer than its size.')
    }
    for (let line = await reader.line(); line !== ''; line = await reader.line()) {
      const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined)
        throw new S3Error('InvalidRequest', 'A trailer has no name.')
      trailers.set(name.toLowerCase(), value.trim())
    }
  } finally {
    await pieces.return?.()
  }
}

/** Reads lines and runs of bytes from a source whose pieces end anywhere. */
class ChunkReader {
  readonly #source: AsyncIterator<Buffer>
  /** What came and is not read. */
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterator<Buffer>) {
    this.#source = source
  }

  async size(): Promise<number> {
    const line = await this.line()
    if (!/^[0-9a-f]{1,8}$/i.test(line))
      throw new S3Error('InvalidRequest', 'A chunk does not begin with its size.')
    return Number.parseInt(line, 16)
  }

  async line(): Promise<string> {
    let end = this.#rest.indexOf('\r\n')
    while (end < 0) {
      if (this.#rest.length > LINE) throw new S3Error('InvalidRequest', `A line has more than ${LINE} bytes.`)
      this.#rest = Buffer.concat([this.#rest, await this.#more()])
      end = this.#rest.indexOf('\r\n')
    }
    const line = this.#rest.toString('latin1', 0, end)
    this.#rest = this.#rest.subarray(end + 2)
    return line
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#more()
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  async #more(): Promise<Buffer> {
    const { done, value } = await this.#source.next()
    if (done) throw new S3Error('IncompleteBody')
    return value
  }
}
