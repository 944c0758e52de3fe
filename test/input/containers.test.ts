import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, test } from 'vitest'
import { dumpOf, read, totals } from './read.ts'
import { zipOf } from './zip.ts'

const DUMP = dumpOf([1, 7, 8])
const OTHER = dumpOf([1, 2])

const tarOf = (files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> =>
  packTar(
    Object.entries(files).map(([name, content]) => {
      const body = Buffer.from(content as string)
      return { header: { name, size: body.length, type: 'file' as const, mtime: new Date(0) }, body }
    }),
  )

describe('what a dump is packed in is taken off', () => {
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string[]]>([
    ['gzip', () => gzipSync(DUMP), [': 3']],
    ['gzip twice', () => gzipSync(gzipSync(DUMP)), [': 3']],
    ['zstd', () => zstdCompressSync(DUMP), [': 3']],
    [
      'tar.gz',
      async () => gzipSync(await tarOf({ 'a.txt': DUMP, 'b/b.txt': OTHER })),
      ['a.txt: 3', 'b/b.txt: 2'],
    ],
    ['tar in tar', async () => tarOf({ 'in.tar': await tarOf({ 'a.txt': DUMP }) }), [': 3']],
    ['zip, stored', () => zipOf({ 'a.txt': DUMP }), [': 3']],
    [
      'zip, deflated',
      () => zipOf({ 'a.txt': DUMP, 'b.txt': OTHER }, { deflates: true }),
      ['a.txt: 3', 'b.txt: 2'],
    ],
    ['gzip in zip', () => zipOf({ 'a.txt.gz': gzipSync(DUMP), 'notes.md': 'see a' }), [': 3']],
    ['tar.gz in zip', async () => zipOf({ 'x.tgz': gzipSync(await tarOf({ 'a.txt': DUMP })) }), [': 3']],
    [
      'an answer of HTTP',
      () => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n'), gzipSync(DUMP)]),
      [': 3'],
    ],
    ['UTF-16, little end first', () => Buffer.from(`\ufeff${DUMP}`, 'utf16le'), [': 3']],
    ['UTF-16, big end first', () => Buffer.from(`\ufeff${DUMP}`, 'utf16le').swap16(), [': 3']],
    ['UTF-16 without a mark', () => Buffer.from(DUMP, 'utf16le'), [': 3']],
    ['UTF-16, big end first, without a mark', () => Buffer.from(DUMP, 'utf16le').swap16(), [': 3']],
    ['UTF-8 with a mark', () => Buffer.from(`\ufeff${DUMP}`), [': 3']],
    ['zeros of a rotated log', () => Buffer.concat([Buffer.alloc(5000), Buffer.from(`\n${DUMP}`)]), [': 3']],
    [
      'bytes that are no UTF-8',
      () => Buffer.concat([Buffer.from([0xff, 0xc3, 0x28, 0x0a]), Buffer.from(DUMP)]),
      [': 3'],
    ],
  ])('%s', async (_, bytes, expected) => {
    const reading = await read(await bytes())
    expect(reading.refusals).toEqual([])
    expect(await totals(reading)).toEqual(expected)
  })

  test('paths inside an archive name nothing outside', async () => {
    const { dumps } = await read(
      zipOf({ '../../etc/passwd': DUMP, '/abs\u001b]0;x\u0007.txt': OTHER, 'C:\\a.txt': OTHER }),
    )
    expect(dumps.map(({ source }) => source)).toEqual(['etc/passwd', 'abs?]0;x?.txt', 'C:/a.txt'])
  })
})

describe('archives that are refused, by name', () => {
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string, string]>([
    ['gzip three times', () => gzipSync(gzipSync(gzipSync(DUMP))), 'malformed-archive', 'more than 2 times'],
    [
      'gzip that is broken',
      () => Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3),
      'malformed-gzip',
      'does not unpack',
    ],
    [
      'zeros packed twice',
      () => gzipSync(gzipSync(Buffer.alloc(64 << 20))),
      'inflated-too-large',
      'more than 2000 times',
    ],
    [
      '10,001 files',
      () => tarOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`f${i}`, 'x']))),
      'malformed-archive',
      'more than 10000 files',
    ],
    ['zip without an end', () => zipOf({ 'a.txt': DUMP }).subarray(0, 200), 'malformed-archive', 'cut'],
    ['zip without files', () => zipOf({}), 'empty-body', 'no files'],
    [
      'zip with a password',
      () => zipOf({ 'a.txt': DUMP }, { encrypts: true }),
      'malformed-archive',
      'encrypted',
    ],
    ['xz', () => Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4), 'unknown-format', 'xz -d'],
    ['bzip2', () => Buffer.from('BZh91AY&SY0000'), 'unknown-format', 'bzip2 -d'],
    [
      'files without a dump',
      () => zipOf({ 'a.txt': 'hello', 'b.txt': 'x' }),
      'unknown-format',
      'None of its 2 files',
    ],
  ])('%s', async (_, bytes, reason, says) => {
    const { dumps, refusals } = await read(await bytes())
    expect(dumps).toEqual([])
    expect(refusals).toMatchObject([{ reason, detail: expect.stringContaining(says) }])
  })

  test('archives three deep are left out, and named', async () => {
    const deep = await tarOf({
      'x.tar': await tarOf({ 'y.tar': await tarOf({ 'a.txt': DUMP }) }),
      'ok.txt': OTHER,
    })
    const reading = await read(deep)
    expect(await totals(reading)).toEqual([': 2'])
    expect(reading.refusals).toMatchObject([{ source: 'x.tar/y.tar', reason: 'malformed-archive' }])
  })

  test('gzip that breaks off gives what came before, and says so', async () => {
    const ids = Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 100_003) + 1)
    const packed = gzipSync(dumpOf(ids))
    const reading = await read(packed.subarray(0, packed.length - 2000))
    expect(reading.dumps).toHaveLength(1)
    expect(reading.refusals).toMatchObject([
      { reason: 'malformed-gzip', detail: expect.stringContaining('breaks off') },
    ])
    expect(gunzipSync(packed).length).toBeGreaterThan(reading.dumps[0]?.bytes.length ?? 0)
  })
})
