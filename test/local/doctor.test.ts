import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { diagnose } from '#infra/local/doctor.ts'
import { lockFolder } from '#infra/local/folder-lock.ts'
import { DATABASE } from '#infra/local/open-folder.ts'
import { openStores } from '#infra/local/open-stores.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { rowKey } from '#shared/store/keys.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'
import { pushOf } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

const PROFILES = 40
/** Bytes of a page of the database. */
const PAGE = 8_192

const open = (directory: string) =>
  openStores(directory, { now: () => NOW, keepDays: 90, onDamage: () => {} })

/** A folder with profiles of one service, each of a minute of its own. @returns keys of the objects */
async function filled(directory: string): Promise<string[]> {
  const { folder, stores } = open(directory)
  for (let i = 0; i < PROFILES; i++) {
    const at = NOW - (PROFILES - i) * MINUTE
    const body = dump({ 'main.recv < main.worker': 100 + i, [`main.f${i} < main.main`]: 1 })
    await ingestProfile(stores, pushOf({ body, at }), NOW)
  }
  const keys = await all(folder.profiles.list(''))
  await folder.close()
  return keys
}

/** Changes a row or object on the disk behind the back of its checksum. */
async function spoil(directory: string, sql: string): Promise<void> {
  const { folder } = open(directory)
  expect(Number(folder.database.prepare(sql).run().changes)).toBeGreaterThan(0)
  await folder.close()
}

const look = (directory: string) =>
  diagnose(
    directory,
    () => NOW,
    () => {},
  )
const totals = async (directory: string): Promise<number[]> => {
  const { folder, stores } = open(directory)
  const found = await all(stores.snapshots.heads('acme', 'checkout', { from: NOW - DAY, to: NOW + DAY }))
  await folder.close()
  return found.map(({ total }) => total)
}

describe('a damaged data folder', () => {
  test('that is not damaged at all is said to be so, and left as it is', () =>
    withFolder(async (directory) => {
      await filled(directory)
      const { pages, damaged, objects, isMended } = await look(directory)
      expect({ pages, damaged, objects, isMended }).toEqual({
        pages: [],
        damaged: [],
        objects: PROFILES,
        isMended: true,
      })
    }))

  test('loses a damaged profile alone: all others are listed, read and indexed again', () =>
    withFolder(async (directory) => {
      const keys = await filled(directory)
      await spoil(directory, `UPDATE object SET body = zeroblob(length(body)) WHERE key = '${keys[7]}'`)
      const { folder } = open(directory)
      expect(await all(folder.profiles.list(''))).toEqual(keys)
      await expect(folder.profiles.get(keys[7] ?? '')).rejects.toMatchObject({
        name: 'DamagedError',
        key: keys[7],
      })
      for (const key of keys.toSpliced(7, 1)) expect((await folder.profiles.get(key))?.key).toBe(key)
      await folder.close()
      const { damaged } = await look(directory)
      expect(damaged).toMatchObject([
        { what: 'object', key: keys[7], lost: expect.stringContaining('profile') },
      ])
      expect((await look(directory)).damaged).toEqual([])
      expect(await totals(directory)).toHaveLength(PROFILES)
    }))

  test('has damaged rows rebuilt of the profiles', () =>
    withFolder(async (directory) => {
      await filled(directory)
      const before = await totals(directory)
      await spoil(
        directory,
        "UPDATE row SET value = zeroblob(length(value)) WHERE pk LIKE 'acme#checkout#20%' AND id % 3 = 0",
      )
      await spoil(directory, "UPDATE row SET crc = crc + 1 WHERE pk LIKE 'acme#checkout#signature#%'")
      const { folder, stores } = open(directory)
      expect(
        (await all(stores.snapshots.heads('acme', 'checkout', { from: NOW - DAY, to: NOW }))).length,
      ).toBeLessThan(PROFILES)
      await folder.close()
      const { damaged } = await look(directory)
      expect(damaged.length).toBeGreaterThan(PROFILES / 4)
      for (const { lost, queued } of damaged) expect([lost, queued]).toEqual([undefined, PROFILES])
      expect(await totals(directory)).toEqual(before)
      expect((await look(directory)).damaged).toEqual([])
    }))

  test('names what no profile tells, and goes on without it', () =>
    withFolder(async (directory) => {
      await filled(directory)
      const { folder } = open(directory)
      await folder.rows.put({ ...rowKey.webhook('acme', 'a-hook'), url: 'https://example.com' })
      await folder.close()
      await spoil(directory, "UPDATE row SET value = x'00' WHERE sk LIKE 'hook#%' OR sk LIKE 'service#%'")
      const { damaged } = await look(directory)
      expect(damaged.map(({ lost }) => lost).sort()).toEqual([
        'a webhook: create it again',
        'the settings of a service: set them again',
      ])
      const again = open(directory)
      await ingestProfile(again.stores, pushOf({ body: dump({ 'main.a < main.b': 1 }), at: NOW }), NOW)
      await judgeService(again.stores, 'acme', 'checkout', 'run', NOW)
      await again.folder.close()
    }))

  test.each([0.2, 0.4, 0.6, 0.8, 0.99])(
    'is copied as far as it can be read where a page at %d of the file is broken',
    (share) =>
      withFolder(async (directory) => {
        await filled(directory)
        const path = join(directory, DATABASE)
        const bytes = await readFile(path)
        const page = PAGE * Math.floor((bytes.length / PAGE) * share)
        bytes.fill(0xff, page, page + PAGE)
        await writeFile(path, bytes)
        const { pages, objects } = await look(directory)
        if (pages.length === 0) return
        expect(existsSync(`${path}.damaged`)).toBe(true)
        // A page holds some twenty of these small objects.
        expect(objects).toBeGreaterThanOrEqual(PROFILES - 25)
        expect((await look(directory)).pages).toEqual([])
        expect((await totals(directory)).length).toBeGreaterThanOrEqual(objects)
      }),
  )

  test('is only looked at while a server has it', () =>
    withFolder(async (directory) => {
      await mkdir(directory, { recursive: true })
      const keys = await filled(directory)
      await spoil(directory, `UPDATE object SET crc = crc + 1 WHERE key = '${keys[0]}'`)
      const lock = lockFolder(directory)
      expect(await look(directory)).toMatchObject({ isMended: false, damaged: [{ key: keys[0] }] })
      await lock.close()
      expect(await look(directory)).toMatchObject({ isMended: true, damaged: [{ key: keys[0] }] })
    }))
})
