import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Folder, openFolder } from '#infra/local/open-folder.ts'
import { figure } from '#shared/store/database.sqlite.ts'
import { type Retention, retain } from '#shared/store/retention.sqlite.ts'
import { expiresAt } from '#shared/store/rows.ts'
import { DAY } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'
import { all } from '#test/support/stores.ts'

const clock = { now: NOW }
let directory: string
let folder: Folder

beforeEach(async () => {
  clock.now = NOW
  directory = await mkdtemp(join(tmpdir(), 'retention-'))
  folder = openFolder(directory, { now: () => clock.now })
})
afterEach(async () => {
  await folder.close()
  await rm(directory, { recursive: true })
})

const put = (key: string, bytes = 10) =>
  folder.profiles.put({ key, body: new Uint8Array(bytes), metadata: { sha256: key } })
const round = (retention: Retention) => retain(folder.database, folder.writer, retention, clock.now)
const keys = () => all(folder.profiles.list(''))
const bytes = () => figure(folder.database, 'page_count') * figure(folder.database, 'page_size')

describe('a round of retention', () => {
  test('removes each kind of object after its own time', async () => {
    for (const key of ['profiles/a/1', 'sockets/a/1', 'uploads/a/1', 'reports/a/1']) await put(key)
    clock.now += 2 * DAY
    await round({ keepDays: 7 })
    expect(await keys()).toEqual(['profiles/a/1', 'reports/a/1', 'sockets/a/1'])
    clock.now += 6 * DAY
    await put('profiles/a/2')
    await round({ keepDays: 7 })
    expect(await keys()).toEqual(['profiles/a/2', 'reports/a/1'])
    clock.now += 400 * DAY
    await round({ keepDays: 1_000 })
    expect(await keys()).toEqual(['profiles/a/2'])
  })

  test('removes expired rows and leaves the others', async () => {
    await folder.rows.put({ pk: 'a', sk: 'old', expires: expiresAt(NOW + DAY) })
    await folder.rows.put({ pk: 'a', sk: 'new', expires: expiresAt(NOW + 9 * DAY) })
    await folder.rows.put({ pk: 'a', sk: 'for good' })
    clock.now += 2 * DAY
    expect(await round({ keepDays: 90 })).toMatchObject({ rows: 1, isDone: true })
    expect(
      folder.database
        .prepare('SELECT sk FROM row ORDER BY sk')
        .all()
        .map(({ sk }) => sk),
    ).toEqual(['for good', 'new'])
  })

  test('goes back under the limit of bytes by the oldest profiles first, then blocks, and keeps what people decided', async () => {
    const body = new Uint8Array(100_000)
    for (let i = 0; i < 60; i++) await put(`profiles/a/${String(i).padStart(2, '0')}`, body.length)
    for (let i = 0; i < 30; i++)
      await folder.rows.put({
        pk: 'a#checkout#block',
        sk: `day#${i}`,
        expires: expiresAt(NOW + (i + 1) * DAY),
        body,
      })
    await folder.rows.put({ pk: 'a#checkout', sk: 'finding#1', body })
    await folder.rows.put({ pk: 'a', sk: 'service#checkout', body })
    const before = bytes()
    await round({ keepDays: 90, maxBytes: 6_000_000 })
    const left = await keys()
    expect(left.length).toBeGreaterThan(10)
    expect(left).toEqual(Array.from({ length: left.length }, (_, i) => `profiles/a/${60 - left.length + i}`))
    expect(await all(folder.rows.query({ pk: 'a#checkout#block' }))).toHaveLength(30)
    expect(bytes()).toBeLessThan(0.75 * before)
    await round({ keepDays: 90, maxBytes: 1_500_000 })
    expect(await keys()).toEqual([])
    const blocks = await all(folder.rows.query({ pk: 'a#checkout#block' }))
    expect(blocks.length).toBeLessThan(15)
    expect(blocks.map(({ expires }) => expires)).toContain(expiresAt(NOW + 30 * DAY))
    await round({ keepDays: 90, maxBytes: 1 })
    expect(await all(folder.rows.query({ pk: 'a#checkout' }))).toHaveLength(1)
    expect(await all(folder.rows.query({ pk: 'a' }))).toHaveLength(1)
  })

  test('gives the slices of a large dump back with it', async () => {
    await put('profiles/a/1', 5_000_000)
    clock.now += 2 * DAY
    await round({ keepDays: 1 })
    expect(await keys()).toEqual([])
    expect(bytes()).toBeLessThan(1_000_000)
  })
})
