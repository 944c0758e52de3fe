import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BodyRoom } from '#cli/agent/body-room.ts'
import { boundedBody, packedBody, TooLarge } from '#cli/agent/bounded-body.ts'

const TEXT = Buffer.from('goroutine 1 [running]:\nmain.main()\n'.repeat(1_000))

/** Room for all that these tests pull. */
const held = () => new BodyRoom(1_000_000).hold()

/** A response whose body comes in pieces of so many bytes. */
const inPieces = (bytes: Uint8Array, size: number): Response =>
  new Response(
    ReadableStream.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
      })(),
    ),
  )

describe.each([1, 7, 1_000_000])('in pieces of %d bytes', (size) => {
  test('text is gzipped as it comes', async () => {
    const packed = await packedBody(inPieces(TEXT, size), TEXT.length, held())
    expect(packed.length).toBeLessThan(TEXT.length / 20)
    expect(gunzipSync(packed)).toEqual(TEXT)
  })

  test('what comes gzipped stays as it is', async () => {
    const gzipped = gzipSync(TEXT)
    expect(Buffer.from(await packedBody(inPieces(gzipped, size), 10_000, held()))).toEqual(gzipped)
  })

  test('what passes the limit is refused', async () => {
    await expect(packedBody(inPieces(TEXT, size), TEXT.length - 1, held())).rejects.toThrow(TooLarge)
    await expect(boundedBody(inPieces(TEXT, size), TEXT.length - 1)).rejects.toThrow(TooLarge)
  })
})

test.each([[''], ['x']])('a body of %j is gzipped too', async (text) => {
  expect(gunzipSync(await packedBody(new Response(text), 10, held())).toString()).toBe(text)
})

test('a body that breaks off fails as it broke off', async () => {
  const broken = new Response(
    ReadableStream.from(
      (async function* () {
        yield TEXT
        throw new Error('connection lost')
      })(),
    ),
  )
  await expect(packedBody(broken, 1_000_000, held())).rejects.toThrow('connection lost')
})
