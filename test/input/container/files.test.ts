import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, test } from 'vitest'
import { once, whole } from '#shared/input/container/entry.ts'
import { filesOf } from '#shared/input/container/files.ts'
import { Unpacking } from '#shared/input/container/unpacking.ts'
import { INPUT_LIMITS, type InputLimits } from '#shared/input/input-limits.ts'
import { InputRefused } from '#shared/input/input-refusal.ts'
import { zipOf } from '../zip.ts'

const GIVEN_AT = Date.UTC(2026, 10, 1)
const WRITTEN_AT = Date.UTC(2026, 10, 20, 12)
/** What `zipOf` writes for every file. */
const ZIPPED_AT = Date.UTC(2025, 10, 29)

/** Begins what the central directory says of a file; its flags stand 8, its method 10 bytes behind (APPNOTE.TXT 4.3.12). */
const CENTRAL = 'PK\u0001\u0002'

/** What an input holds, file by file, with what was refused beside. */
async function opened(bytes: Uint8Array | AsyncIterable<Uint8Array>, limits: Partial<InputLimits> = {}) {
  const unpacking = new Unpacking({ ...INPUT_LIMITS, ...limits })
  if (bytes instanceof Uint8Array) unpacking.takePacked(bytes.length)
  const chunks = bytes instanceof Uint8Array ? once(bytes) : bytes
  const files: { source: string; text: string; modifiedAt: number | undefined }[] = []
  try {
    for await (const { source, chunks: body, modifiedAt } of filesOf(
      { source: '', chunks, modifiedAt: GIVEN_AT },
      unpacking,
    ))
      files.push({ source, text: Buffer.from(await whole(body)).toString(), modifiedAt })
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error
    return { files, refusals: [...unpacking.refusals, error.refusal] }
  }
  return { files, refusals: unpacking.refusals }
}

const file = (name: string, mtime: number, body = name) => ({
  header: { name, size: body.length, type: 'file' as const, mtime: new Date(mtime) },
  body,
})

describe('a file of an archive is as old as the archive says', () => {
  test('in a tar, where 0 says nothing', async () => {
    const { files } = await opened(await packTar([file('a', WRITTEN_AT), file('b', 0)]))
    expect(files.map(({ modifiedAt }) => modifiedAt)).toEqual([WRITTEN_AT, undefined])
  })

  test('in a zip, in whatever zone this machine is', async () => {
    const { files } = await opened(zipOf({ a: 'a' }))
    expect(files).toEqual([{ source: 'a', text: 'a', modifiedAt: ZIPPED_AT }])
  })

  test('and a file alone as the file that was given', async () => {
    const { files } = await opened(gzipSync('a'))
    expect(files).toEqual([{ source: '', text: 'a', modifiedAt: GIVEN_AT }])
  })
})

describe('an answer of HTTP', () => {
  const answer = (head: string, body: Uint8Array) =>
    opened(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}\r\n`), body]))

  test('says when what it packs was taken', async () => {
    const { files } = await answer('Date: Fri, 20 Nov 2026 12:00:00 GMT\r\n', gzipSync('a'))
    expect(files).toEqual([{ source: '', text: 'a', modifiedAt: WRITTEN_AT }])
  })

  test('without a date that can be read says nothing', async () => {
    const { files } = await answer('Date: today\r\n', gzipSync('a'))
    expect(files).toEqual([{ source: '', text: 'a', modifiedAt: GIVEN_AT }])
  })

  test('keeps its head above a text, and loses it before bytes', async () => {
    const [text] = (await answer('X-A: b\r\n', Buffer.from('goroutine 1'))).files
    expect(text?.text).toMatch(/^HTTP.*goroutine 1$/s)
    const [bytes] = (await answer('X-A: b\r\n', Buffer.from('\u0001\u0002'))).files
    expect(bytes?.text).toBe('\u0001\u0002')
  })
})

describe('what is no file is passed over', () => {
  test('folders and links of a tar', async () => {
    const at = new Date(WRITTEN_AT)
    const tar = await packTar([
      { header: { name: 'd/', size: 0, type: 'directory', mtime: at } },
      { header: { name: 'l', size: 0, type: 'symlink', linkname: '/etc/passwd', mtime: at } },
      file('a', WRITTEN_AT),
    ])
    const { files, refusals } = await opened(tar)
    expect([files.map(({ source }) => source), refusals]).toEqual([['a'], []])
  })

  test('folders of a zip', async () => {
    const { files, refusals } = await opened(zipOf({ 'd/': '', 'd/a': 'a' }))
    expect([files.map(({ source }) => source), refusals]).toEqual([['d/a'], []])
  })
})

describe('limits hold to the byte and to the file', () => {
  const zip = zipOf({ a: 'aa', b: 'bb' }, { deflates: true })

  test('bytes of a zip, which is held as a whole', async () => {
    expect((await opened(zip, { archiveBytes: zip.length })).files).toHaveLength(2)
    expect(await opened(zip, { archiveBytes: zip.length - 1 })).toMatchObject({
      files: [],
      refusals: [{ reason: 'malformed-archive', detail: expect.stringContaining(`${zip.length - 1} bytes`) }],
    })
  })

  test.each([
    ['zip', async () => zip],
    ['tar', async () => packTar([file('a', 0), file('b', 0)])],
  ])('files of a %s', async (_, pack) => {
    const packed = await pack()
    expect((await opened(packed, { entries: 2 })).files).toHaveLength(2)
    expect((await opened(packed, { entries: 1 })).refusals).toMatchObject([{ reason: 'malformed-archive' }])
  })

  test.each([
    ['zip', async () => zipOf({ a: 'a'.repeat(1_000) }, { deflates: true })],
    ['gzip', async () => gzipSync('a'.repeat(1_000))],
  ])('unpacked bytes of a %s', async (_, pack) => {
    const packed = await pack()
    expect((await opened(packed, { unpackedBytes: 1_000 })).files).toHaveLength(1)
    expect((await opened(packed, { unpackedBytes: 999 })).refusals).toMatchObject([
      { reason: 'inflated-too-large', limit: 999, actual: 1_000 },
    ])
  })
})

describe('what breaks is refused by name, and what came before is kept', () => {
  test('a tar that breaks off', async () => {
    const tar = await packTar([file('a', 0), file('b', 0, 'b'.repeat(2_000))])
    const { files, refusals } = await opened(tar.subarray(0, 2_048))
    expect(files.map(({ source, text }) => [source, text.length])).toEqual([
      ['a', 1],
      ['b', 512],
    ])
    expect(refusals).toMatchObject([
      { source: '', reason: 'malformed-archive', detail: expect.stringContaining('after 512 of 2000 bytes') },
    ])
  })

  test('a packed tar that breaks off, once', async () => {
    const noise = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * i * 31) % 251)).toString('hex')
    const packed = gzipSync(await packTar([file('a', 0), file('b', 0, noise)]))
    const { files, refusals } = await opened(packed.subarray(0, packed.length - 100))
    expect(files.map(({ source }) => source)).toEqual(['a', 'b'])
    expect(refusals).toMatchObject([{ reason: 'malformed-gzip' }])
  })

  test('a zip with a file whose packed bytes were changed', async () => {
    const zip = zipOf({ a: 'a'.repeat(500), b: 'b' }, { deflates: true })
    // Behind the local header (30 bytes) and the name.
    zip.fill(0xff, 31, 34)
    const { files, refusals } = await opened(zip)
    expect(files.map(({ source }) => source)).toEqual(['a', 'b'])
    expect(refusals).toMatchObject([
      { source: 'a', reason: 'malformed-archive', detail: expect.stringContaining('cannot be read') },
    ])
  })

  test('a packed file of an archive, beside the others', async () => {
    const { files, refusals } = await opened(zipOf({ 'a.xz': Buffer.from('fd377a585a00', 'hex'), b: 'b' }))
    expect(files.map(({ source }) => source)).toEqual(['b'])
    expect(refusals).toMatchObject([{ source: 'a.xz', reason: 'unknown-format' }])
  })

  test('a file with a password, beside the others', async () => {
    const zip = zipOf({ a: 'a', b: 'b' }, { deflates: true })
    zip.writeUInt16LE(1, zip.indexOf(CENTRAL) + 8)
    const { files, refusals } = await opened(zip)
    expect(files.map(({ source }) => source)).toEqual(['b'])
    expect(refusals).toMatchObject([{ source: 'a', detail: expect.stringContaining('encrypted') }])
  })

  test('a file packed by another method, beside the others', async () => {
    const zip = zipOf({ a: 'a', b: 'b' })
    zip.writeUInt16LE(12, zip.indexOf(CENTRAL) + 10)
    const { files, refusals } = await opened(zip)
    expect(files.map(({ source }) => source)).toEqual(['b'])
    expect(refusals).toMatchObject([{ source: 'a', detail: expect.stringContaining('method 12') }])
  })

  test.each([
    ['compressed', async (bytes: Uint8Array) => gzipSync(bytes)],
    ['archived', async (bytes: Uint8Array) => zipOf({ a: bytes })],
  ])('what is %s more than twice', async (how, pack) => {
    const twice = await pack(await pack(Buffer.from('a')))
    expect((await opened(twice)).files).toMatchObject([{ text: 'a' }])
    expect(await opened(await pack(twice))).toMatchObject({
      files: [],
      refusals: [
        { reason: 'malformed-archive', detail: expect.stringContaining(`${how} more than 2 times`) },
      ],
    })
  })

  test('but no fault of who gives the bytes', async () => {
    async function* failing() {
      yield gzipSync('a'.repeat(50_000)).subarray(0, 30)
      throw new Error('the disk is gone')
    }
    await expect(opened(failing())).rejects.toThrow('the disk is gone')
  })
})
