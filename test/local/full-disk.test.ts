import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStores } from '#infra/local/open-stores.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { NOW } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { all } from '#test/support/stores.ts'

/** What `node:sqlite` throws where the file system has no block left (https://sqlite.org/rescode.html#full). */
const full = (): Error => Object.assign(new Error('database or disk is full'), { errcode: 13 })

let directory: string
let opened: ReturnType<typeof openStores>
/** SQL that fails with it, as its first bytes that do not fit may come in any statement. */
let failing: RegExp | undefined

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'full-disk-'))
  opened = openStores(directory, { now: () => NOW, keepDays: 90 })
  const { database } = opened.folder
  const exec = database.exec.bind(database)
  database.exec = (sql) => {
    if (failing?.test(sql)) throw full()
    exec(sql)
  }
})
afterEach(async () => {
  failing = undefined
  await opened.folder.close()
  await rm(directory, { recursive: true })
})

const push = (n: number) =>
  ingestProfile(
    opened.stores,
    {
      tenant: 'acme',
      service: 'checkout',
      process: {
        instance: `pod-${n}`,
        startedAt: undefined,
        session: undefined,
        version: 'v1',
        buildId: undefined,
      },
      labels: {},
      at: NOW,
      type: undefined,
      source: 'push',
      body: dump({ 'main.recv < main.worker': n }),
    },
    NOW,
  )

const held = async () => ({
  objects: (await all(opened.stores.profiles.list(''))).length,
  processes: (await all(opened.stores.directory.processes('acme', 'checkout'))).length,
  snapshots: (await opened.stores.snapshots.newest('acme', 'checkout', NOW, 100)).length,
})

describe('a disk that is full', () => {
  test.each([/^COMMIT/, /^BEGIN/])(
    'at %s refuses every push by name, stores no part of one, and takes all of them when room returns',
    async (sql) => {
      failing = sql
      const refused = await Promise.allSettled([push(1), push(2), push(3)])
      for (const outcome of refused)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'storage-full' } })
      expect(await held()).toEqual({ objects: 0, processes: 0, snapshots: 0 })
      failing = undefined
      const taken = await Promise.all([push(1), push(2), push(3)])
      expect(taken.map(({ decision, indexed }) => [decision, indexed])).toEqual(
        Array(3).fill(['stored', true]),
      )
      // What was not kept was not remembered either: the rows of processes come with the second try.
      expect(await held()).toEqual({ objects: 3, processes: 3, snapshots: 3 })
    },
  )

  test('within a push leaves those that share its transaction as they are', async () => {
    const { writer } = opened.folder
    const failed = writer.write(() => {
      throw full()
    })
    const outcomes = await Promise.allSettled([push(1), failed, push(2)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await held()).toEqual({ objects: 2, processes: 2, snapshots: 2 })
  })
})
