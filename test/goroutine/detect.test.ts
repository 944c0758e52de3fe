import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'

const limits = DEFAULT_READ_LIMITS
const FOLDER = join(import.meta.dirname, '../fixtures/goroutine')
const captures = readdirSync(FOLDER)
  .filter((file) => /^go1\..*\.(txt|gz)$/.test(file))
  .map((file) => readFileSync(join(FOLDER, file)))
const inflated = captures.map((capture) => (capture[0] === 0x1f ? gunzipSync(capture) : capture))

async function reasonOf(body: Uint8Array | string): Promise<string> {
  const reading = await readProfile(Buffer.from(body), limits)
  return reading.answer === 'broken' ? reading.broken.reason : reading.answer
}

/** A reading of anything is a profile whose counts add up, or a reason. */
async function expectAnAnswer(body: Uint8Array): Promise<void> {
  const reading = await readProfile(body, limits)
  if (reading.answer === 'broken') {
    expect(reading.broken.detail).not.toBe('')
    return
  }
  const { total, groups } = reading.profile
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(total)
}

describe('no bytes make the readers throw', () => {
  test('not arbitrary ones', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), expectAnAnswer), { numRuns: 500 })
  })

  test('not arbitrary ones behind the beginning of each form', async () => {
    const begins = [
      'goroutine 1 [',
      'goroutine 1 [running]:\n',
      'goroutine profile: total 3\n',
      'goroutine profile: total 1\n1 @ 0x1',
    ]
    const beginning = fc.oneof(
      fc.constantFrom(...begins).map((text) => Buffer.from(text)),
      fc.constantFrom(...inflated).map((bytes) => bytes.subarray(0, 40)),
    )
    const tail = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map((text) => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(beginning, tail, (head, rest) => expectAnAnswer(Buffer.concat([head, rest]))),
      { numRuns: 1000 },
    )
  })

  test('not real dumps with bytes changed, taken out or cut off', async () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }), drop: fc.nat({ max: 3 }) })
    const mutated = fc
      .tuple(fc.constantFrom(...inflated), fc.array(change, { maxLength: 8 }), fc.nat())
      .map(([bytes, changes, end]) => {
        let body = Buffer.from(bytes)
        for (const { at, byte, drop } of changes) {
          const place = at % body.length
          body = Buffer.concat([body.subarray(0, place), Buffer.of(byte), body.subarray(place + drop)])
        }
        return end % 2 === 0 ? body : body.subarray(0, end % body.length)
      })
    await fc.assert(fc.asyncProperty(mutated, expectAnAnswer), { numRuns: 500 })
  })
})

describe('the form is told by the bytes', () => {
  test('gzip or not makes no difference', async () => {
    for (const bytes of inflated) {
      expect(await readProfile(gzipSync(bytes), limits)).toEqual(await readProfile(bytes, limits))
    }
  })

  const rows = [
    { name: 'nothing at all', give: '', want: 'empty-body' },
    { name: 'gzip of nothing', give: gzipSync(''), want: 'empty-body' },
    { name: 'a web page', give: '<!DOCTYPE html><title>404</title>', want: 'unknown-format' },
    { name: 'JSON', give: '{"goroutines": 3}', want: 'unknown-format' },
    { name: 'words that begin like a field of a profile', give: 'package main\n', want: 'unknown-format' },
    { name: 'a zip file', give: Buffer.from('504b0304140000000800', 'hex'), want: 'unknown-format' },
    { name: 'an execution trace', give: 'go 1.22 trace\0\0\0', want: 'unknown-format' },
    { name: 'empty lines', give: '\n\n\n', want: 'unknown-format' },
    {
      name: 'a heap profile in text',
      give: 'heap profile: 3: 64 [5: 96] @ heap/1048576\n',
      want: 'not-a-goroutine-profile',
    },
    {
      name: 'a mutex profile in text',
      give: '--- mutex:\ncycles/second=1\n',
      want: 'not-a-goroutine-profile',
    },
    {
      name: 'a goroutine behind a panic message',
      give: 'panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1\n',
      want: 'recognised',
    },
    {
      name: 'a goroutine behind 4 KiB of something else',
      give: `${'log\n'.repeat(1024)}goroutine 1 [running]:\nmain.main()\n\t/a.go:1\n`,
      want: 'unknown-format',
    },
  ]
  test.for(rows)('$name', async ({ give, want }) => {
    expect(await reasonOf(give)).toBe(want)
  })

  test('an unknown form is shown by its first bytes, with what is accepted', async () => {
    const reading = await readProfile(Buffer.from('\x00PK"'), limits)
    const detail = expect.stringMatching(/begins with "\\x00PK"".*debug=0.*debug=1.*debug=2/)
    expect(reading).toMatchObject({ broken: { detail } })
  })
})
