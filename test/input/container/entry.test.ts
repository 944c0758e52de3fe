import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelOf, peeked, whole, without } from '#shared/input/container/entry.ts'

const stream = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 })

async function* from(chunks: readonly Uint8Array[], ended?: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } finally {
    ended?.()
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('a stream', () => {
  test('is whole, however it comes', () =>
    fc.assert(
      fc.asyncProperty(stream, async (chunks) => {
        expect(text(await whole(from(chunks)))).toBe(text(Buffer.concat(chunks)))
      }),
    ))

  test('is looked into as far as asked, and stays whole', () =>
    fc.assert(
      fc.asyncProperty(stream, fc.nat({ max: 200 }), async (chunks, bytes) => {
        const all = Buffer.concat(chunks)
        const { head, chunks: again } = await peeked(from(chunks), bytes)
        expect(text(head)).toBe(text(all.subarray(0, bytes)))
        expect(text(await whole(again))).toBe(text(all))
      }),
    ))

  test('is read no further than the look into it needs', async () => {
    let read = 0
    async function* counted() {
      for (;;) {
        read++
        yield Uint8Array.of(1, 2, 3)
      }
    }
    await peeked(counted(), 6)
    expect(read).toBe(2)
  })

  test('ends where the reader of what was looked into leaves', async () => {
    let hasEnded = false
    const { chunks } = await peeked(
      from([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)], () => {
        hasEnded = true
      }),
      1,
    )
    const iterator = chunks[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.next()
    await iterator.return?.()
    expect(hasEnded).toBe(true)
  })

  test('loses as many bytes as it is to be without, and gives no empty piece', () =>
    fc.assert(
      fc.asyncProperty(stream, fc.nat({ max: 200 }), async (chunks, bytes) => {
        const filled = chunks.filter(({ length }) => length > 0)
        const left: Uint8Array[] = []
        for await (const chunk of without(bytes, from(filled))) left.push(chunk)
        expect(text(Buffer.concat(left))).toBe(text(Buffer.concat(chunks).subarray(bytes)))
        expect(left.every(({ length }) => length > 0)).toBe(true)
      }),
    ))
})

describe('the label of a path', () => {
  test.each([
    ['', './a//b/../c.txt', 'a/b/c.txt'],
    ['pods.tar', '..\\..\\etc\\passwd', 'pods.tar/etc/passwd'],
    ['', 'a\u202eb\n.txt', 'a?b?.txt'],
    ['', 'a'.repeat(300), 'a'.repeat(200)],
  ])('in %j of %j', (parent, path, label) => {
    expect(labelOf(parent, path)).toBe(label)
  })
})
