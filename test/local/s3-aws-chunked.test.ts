import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeChunks } from '#infra/local/s3/wire/aws-chunked.ts'

/** Decodes an encoded body that arrives in `pieces`. */
async function decode(
  pieces: readonly Buffer[],
): Promise<{ body: Buffer; trailers: Record<string, string> }> {
  const trailers = new Map<string, string>()
  const source = (async function* () {
    yield* pieces
  })()
  const parts: Buffer[] = []
  for await (const part of decodeChunks(source, trailers)) parts.push(part)
  return { body: Buffer.concat(parts), trailers: Object.fromEntries(trailers) }
}

const encode = (chunks: readonly Uint8Array[], trailers: string): Buffer =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0\r\n${trailers}\r\n`),
  ])

describe('an aws-chunked body', () => {
  test('is the same wherever its pieces end', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 })
    const cuts = fc.array(fc.nat(2000), { maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(chunks, cuts, async (sent, at) => {
        const encoded = encode(sent, 'x-amz-checksum-crc32:AAAAAA==\r\n')
        const ends = [0, ...at.sort((a, b) => a - b), encoded.length]
        const pieces = ends.slice(1).map((end, i) => encoded.subarray(ends[i], end))
        const { body, trailers } = await decode(pieces)
        expect(body).toEqual(Buffer.concat(sent))
        expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' })
      }),
    )
  })

  test('may be empty and without a trailer', async () => {
    expect(await decode([encode([], '')])).toEqual({ body: Buffer.alloc(0), trailers: {} })
  })

  test.each([
    ['that ends early', '5\r\nhel', 'IncompleteBody'],
    ['that ends before its trailers do', '0\r\n', 'IncompleteBody'],
    ['whose chunk is longer than its size', '2\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['whose size is no number', 'x\r\n', 'InvalidRequest'],
    ['with a signature in each chunk', '5;chunk-signature=00\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['whose line has no end', '0'.repeat(5000), 'InvalidRequest'],
    ['whose trailer has no name', '0\r\n:value\r\n\r\n', 'InvalidRequest'],
  ])('%s is refused', async (_, text, code) => {
    await expect(decode([Buffer.from(text)])).rejects.toMatchObject({ code })
  })
})
