import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TooLarge } from '#cli/agent/bounded-body.ts'
import { linesOf } from '#cli/agent/kubernetes/lines.ts'

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
  yield bytes.subarray(at)
}

test('lines are the same in whatever pieces they come, and a last one without its end is none', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ä', '\n', '{'), maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(9)), async (text, sizes) => {
      const lines: string[] = []
      for await (const line of linesOf(inPieces(Buffer.from(text), sizes), 1_000)) lines.push(line)
      expect(lines).toEqual(text.split('\n').slice(0, -1))
    }),
  )
})

test.each([[10], [1], [3]])('a line that is too long is refused, in pieces of %d bytes', async (size) => {
  const pieces = inPieces(Buffer.from(`${'a'.repeat(5)}\n${'b'.repeat(20)}`), Array(30).fill(size))
  const lines = linesOf(pieces, 8)
  expect((await lines.next()).value).toBe('aaaaa')
  await expect(lines.next()).rejects.toThrow(TooLarge)
})
