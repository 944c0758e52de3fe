import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rejection } from '#shared/api/reason.ts'
import { MOST_ITEMS, pushOf, readBatch } from '#shared/ingest/batch-request.ts'
import { batchOf } from '#test/support/batch.ts'

const MEGABYTE = 1024 * 1024
const AT = '2026-09-07T08:30:00Z'

const reasonOf = async (body: Uint8Array, limit = MEGABYTE): Promise<string> => {
  try {
    await readBatch(body, limit)
    return 'read'
  } catch (error) {
    if (error instanceof Rejection) return error.reason
    throw error
  }
}
const tiny = (count: number) =>
  batchOf(Array.from({ length: count }, (_, i) => ({ query: { i: String(i) }, body: 'x' })))

/** What the tar of this machine makes of files. @param options such as the format */
function tarOf(files: Readonly<Record<string, string>>, options: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-batch-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text)
      utimesSync(join(folder, name), Date.parse(AT) / 1000, Date.parse(AT) / 1000)
    }
    // A clock that a test shifts would shift the times of files for tar alone: it gets nothing of this environment but its path.
    return execFileSync('tar', ['-c', ...options, '-C', folder, '.'], { env: { PATH: process.env.PATH } })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a batch as it is sent', () => {
  test.each([
    ['as it comes', []],
    ['gzipped', ['-z']],
    ['in the format of POSIX 1988', ['--format=ustar']],
    ['in that of POSIX 2001', ['--format=posix']],
    ['in that of GNU', ['--format=gnu']],
  ])('is what tar makes of files, %s', async (_, options) => {
    const long = `service=${'s'.repeat(60)}&instance=web-1&version=v1&label.zone=eu`
    const short = 'service=checkout&instance=web-1'
    const names = options.includes('--format=ustar') ? [short] : [short, long]
    const items = await readBatch(
      tarOf(Object.fromEntries(names.map((name) => [name, name])), options),
      MEGABYTE,
    )
    expect(items.map((item) => item.name.replace('./', '')).sort()).toEqual(names.toSorted())
    for (const { name, bytes, modifiedAt } of items) {
      expect(Buffer.from(bytes).toString()).toBe(name.replace('./', ''))
      expect(modifiedAt).toBe(Date.parse(AT))
    }
  })

  test('says of each profile what the query of a push would', () => {
    const name =
      'a/b/service=team%2Fcheckout&instance=web-1&start=2026-09-07T08:00:00Z&at=2026-09-07T08:30:00Z&label.zone=eu'
    expect(pushOf({ name, bytes: Buffer.from('x'), modifiedAt: 5 })).toMatchObject({
      service: 'team/checkout',
      process: { instance: 'web-1', startedAt: Date.parse('2026-09-07T08:00:00Z') },
      at: Date.parse(AT),
      announcedAt: 5,
      labels: { zone: 'eu' },
    })
  })

  test('that is cut anywhere is refused whole', async () => {
    const body = await batchOf([
      { query: { service: 'a' }, body: 'x'.repeat(700) },
      { query: { service: 'b' }, body: Buffer.alloc(3_000) },
    ])
    const end = body.length - 1_024
    await fc.assert(
      fc.asyncProperty(fc.nat(end - 1), fc.boolean(), async (length, isPacked) => {
        const cut = isPacked ? gzipSync(body.subarray(0, length)) : body.subarray(0, length)
        expect(['malformed-archive', 'empty-body']).toContain(await reasonOf(cut))
      }),
    )
    const packed = gzipSync(body)
    for (const length of [20, packed.length >> 1, packed.length - 1])
      expect(await reasonOf(packed.subarray(0, length))).toBe('malformed-gzip')
  })

  test('never crashes on bytes that were changed', async () => {
    const body = await batchOf([{ query: { service: 'a' }, body: 'x'.repeat(700) }])
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.nat(255), async (place, byte) => {
        const changed = Buffer.from(body)
        changed[place] = byte
        expect(['read', 'malformed-archive', 'empty-body', 'inflated-too-large']).toContain(
          await reasonOf(changed),
        )
      }),
    )
  })

  test('has so many files at most, and so many bytes', async () => {
    expect(await readBatch(await tiny(MOST_ITEMS), MEGABYTE)).toHaveLength(MOST_ITEMS)
    expect(await reasonOf(await tiny(MOST_ITEMS + 1))).toBe('body-too-large')
    expect(await reasonOf(gzipSync(await tiny(10_000)), 64 * MEGABYTE)).toBe('body-too-large')
    const large = await batchOf([{ query: { service: 'a' }, body: Buffer.alloc(MEGABYTE + 1) }])
    expect(await reasonOf(large)).toBe('inflated-too-large')
    expect(await reasonOf(gzipSync(Buffer.alloc(64 * MEGABYTE)))).toBe('inflated-too-large')
  })

  test('without a file is empty', async () => {
    expect(await reasonOf(await batchOf([]))).toBe('empty-body')
    expect(await reasonOf(new Uint8Array())).toBe('empty-body')
  })
})
