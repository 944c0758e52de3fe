import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inflate } from '#shared/goroutine/inflate.ts'

const LIMIT = 100_000
const content = Buffer.from('goroutine profile: total 0\n'.repeat(1_000))
const zipped = gzipSync(content)

describe('a body', () => {
  test('in gzip is inflated', async () => {
    expect(await inflate(zipped, LIMIT)).toEqual({ answer: 'inflated', bytes: content })
  })

  test('in two gzip members is inflated to both (RFC 1952 §2.2)', async () => {
    const twice = Buffer.concat([zipped, zipped])
    expect(await inflate(twice, LIMIT)).toEqual({
      answer: 'inflated',
      bytes: Buffer.concat([content, content]),
    })
  })

  test('that is not gzip passes as it is', async () => {
    expect(await inflate(content, LIMIT)).toEqual({ answer: 'inflated', bytes: content })
  })

  test('may be as long as the limit, in gzip and raw', async () => {
    const full = randomBytes(LIMIT).fill(1, 0, 2)
    expect(await inflate(full, LIMIT)).toMatchObject({ answer: 'inflated' })
    expect(await inflate(gzipSync(full), LIMIT)).toMatchObject({ answer: 'inflated' })
  })

  test.for([
    { name: 'gzip', body: gzipSync(Buffer.alloc(LIMIT + 1)) },
    { name: 'raw', body: Buffer.alloc(LIMIT + 1) },
  ])('a byte longer is too large: $name', async ({ body }) => {
    expect(await inflate(body, LIMIT)).toMatchObject({
      broken: { reason: 'inflated-too-large', limit: LIMIT, actual: LIMIT + 1 },
    })
  })

  test.for([
    { name: 'cut off', body: zipped.subarray(0, 60) },
    { name: 'only the magic', body: zipped.subarray(0, 2) },
    { name: 'a changed checksum', body: Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]) },
    {
      name: 'garbage behind the magic',
      body: Buffer.concat([zipped.subarray(0, 10), Buffer.alloc(90, 0xff)]),
    },
  ])('is malformed gzip: $name', async ({ body }) => {
    expect(await inflate(body, LIMIT)).toMatchObject({ broken: { reason: 'malformed-gzip' } })
  })
})

test('a gzip bomb stops while it inflates', async () => {
  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024))
  const before = process.memoryUsage.rss()
  const result = await inflate(bomb, LIMIT)
  expect(result).toMatchObject({ broken: { reason: 'inflated-too-large', limit: LIMIT } })
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024)
})
