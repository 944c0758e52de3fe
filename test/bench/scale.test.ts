import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { billOf } from '#bench/scale/bill.ts'
import { comparisonOf } from '#bench/scale/comparison.ts'
import { CLOSED_THROUGH, type Fleet, NOW, SERVICE, TENANT } from '#bench/scale/fleet.ts'
import { playClose, playJudge } from '#bench/scale/jobs/judge.ts'
import { playPush } from '#bench/scale/jobs/push.ts'
import { playReconcile } from '#bench/scale/jobs/reconcile.ts'
import { limitsOf } from '#bench/scale/limits.ts'
import { markdownOf } from '#bench/scale/markdown.ts'
import { partitionLoad } from '#bench/scale/partition-load.ts'
import { inHours } from '#bench/scale/played.ts'
import { sendingOf } from '#bench/scale/senders.ts'
import { openStage } from '#bench/scale/stage.ts'
import { virtualTime } from '#bench/scale/virtual-time.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { all } from '#test/support/stores.ts'

const MAIN = fileURLToPath(new URL('../../bench/scale/main.ts', import.meta.url))
const FLEET: Fleet = { processes: 12, services: 3, signatures: 7, senders: 'single' }
/** Of pushes that come alone one in ten rises, and of the others one in five is kept. */
const KEPT = 0.1 + 0.9 / 5

test('virtual time moves to the next answer when all wait, and answers in its order', async () => {
  const time = virtualTime(1_000)
  const order: number[] = []
  const wait = async (at: number) => {
    await time.until(at)
    order.push(time.now())
  }
  await Promise.all([wait(5_000), wait(2_000), wait(3_000).then(() => wait(4_000))])
  expect(order).toEqual([2_000, 3_000, 4_000, 5_000])
})

describe('a partition', () => {
  const write = { pk: 'a', kind: 'write', units: 600, bytes: 1 } as const

  test('lets wait what it has no room for, and no other partition', () => {
    const load = partitionLoad()
    expect([load.take(write, 0), load.take(write, 0), load.take(write, 0)]).toEqual([0, 600, 1_200])
    expect(load.take({ ...write, pk: 'b' }, 0)).toBe(0)
    expect(load.throttled).toEqual({ requests: 2, milliseconds: 1_800 })
  })

  test('is named where it is the busiest', () => {
    const load = partitionLoad()
    load.take({ ...write, pk: 'b', units: 300 }, 0)
    load.take({ ...write, kind: 'read' }, 0)
    expect(load.hottest()).toMatchObject({ pk: 'b', kind: 'write', units: 300, share: 0.3 })
  })
})

test('a made table has the rows that pushes and judges leave, through the shipped stores', async () => {
  const { quiet } = await openStage({ ...FLEET, services: 1, rises: true })
  const count = async (rows: AsyncIterable<unknown>) => (await all(rows)).length
  const { snapshots, blocks, directory } = quiet
  const open = { from: CLOSED_THROUGH, to: NOW + HOUR }
  expect(await count(directory.processes(TENANT, SERVICE))).toBe(12)
  const minutes = (NOW - CLOSED_THROUGH) / MINUTE
  const found = await all(snapshots.range(TENANT, SERVICE, open))
  expect(found).toHaveLength(12 * minutes)
  expect(found.map(({ id }) => id)).toEqual(found.map(({ id }) => id).toSorted())
  expect(found[0]?.sightings).toHaveLength(7)
  const newest = await all(snapshots.heads(TENANT, SERVICE, { ...open, newestFirst: true }))
  expect(newest.map(({ id }) => id)).toEqual(found.map(({ id }) => id).toReversed())
  const [one] = found.slice(5)
  if (one === undefined) throw new Error('there are more')
  expect(await snapshots.get(TENANT, SERVICE, one)).toEqual(one)
  const day = Math.floor(NOW / DAY) * DAY
  expect(await count(blocks.range(TENANT, SERVICE, 'day', day - 14 * DAY, day))).toBe(12 * 14)
  expect(await count(blocks.range(TENANT, SERVICE, 'hour', day, NOW))).toBe(
    (12 * (CLOSED_THROUGH - day)) / HOUR,
  )
})

test('a service that was spread has the same rows, in as many partitions', async () => {
  const [narrow, wide] = [
    await openStage({ ...FLEET, services: 1 }),
    await openStage(
      { ...FLEET, services: 1 },
      { of: { ...FLEET, processes: 100_000, services: 1, signatures: 60 } },
    ),
  ]
  const rowsOf = async ({ quiet: { snapshots, blocks } }: typeof wide) => {
    const range = { from: CLOSED_THROUGH, to: NOW + HOUR }
    const day = Math.floor(NOW / DAY) * DAY
    return {
      open: await all(snapshots.range(TENANT, SERVICE, range)),
      days: await all(blocks.range(TENANT, SERVICE, 'day', day - 2 * DAY, day)),
    }
  }
  expect(await rowsOf(wide)).toEqual(await rowsOf(narrow))
  expect(await wide.quiet.snapshots.parts(TENANT, SERVICE, NOW)).toHaveLength(64)
  expect(await narrow.quiet.snapshots.parts(TENANT, SERVICE, NOW)).toEqual([''])
})

test('what jobs take is of the whole fleet, and grows with it', async () => {
  const [push, judge, close, reconcile] = [
    await playPush(FLEET),
    await playJudge(FLEET),
    await playClose(FLEET),
    await playReconcile({ ...FLEET, processes: 3 }),
  ]
  expect(push.runsADay).toBeCloseTo(12 * 1_440)
  expect(push.objectPuts).toBeCloseTo(KEPT * 12 * 1_440)
  // A row a profile that is kept, and the process now and then.
  expect(push.writeUnits / push.objectPuts).toBeGreaterThanOrEqual(1)
  // Profiles that come alone do not wait; one run of each hour closes it. A message has all three services.
  expect(judge.runsADay + close.runsADay).toBe(144)
  expect(close.writeUnits / close.runsADay).toBeGreaterThan(judge.writeUnits / judge.runsADay)
  expect(reconcile.part).toBe('288 of 1728 objects')
  // This process has run all of them, and tests before.
  const outcomes = [push, judge, close, reconcile].map((one) => ({ ...one, peakBytes: 1e8 }))
  const bill = billOf(FLEET, outcomes)
  expect(bill['S3 requests']).toBeCloseTo((30 * (KEPT * 12 * 1_440 + reconcile.objectLists) * 5) / 1e6)
  expect(bill['Lambda time of judge-service']).toBeGreaterThan(0)
  expect(inHours(push, 12).objectPuts).toBeCloseTo(KEPT * 6 * 1_440)
  expect(limitsOf(FLEET, outcomes)[0]?.share).toBeLessThan(1)
  expect(markdownOf(FLEET, outcomes)).toContain('Nothing breaks.')
  const killed = { job: 'judge', failure: 'killed: more than 3008 MB of memory' } as const
  expect(markdownOf(FLEET, [push, killed])).toContain('**What breaks first**: judge: killed')
})

describe.each(['process', 'node'] as const)('agents, one a %s', (senders) => {
  const fleet: Fleet = { ...FLEET, processes: 20, services: 2, senders }

  test('leave the same snapshots as single pushes, in rows of batches that have come', async () => {
    const [{ quiet }, { quiet: single }] = [
      await openStage({ ...fleet, services: 1 }),
      await openStage({ ...fleet, services: 1, senders: 'single', rises: true }),
    ]
    const open = { from: CLOSED_THROUGH, to: NOW }
    const found = await all(quiet.snapshots.range(TENANT, SERVICE, open))
    const known = new Set((await all(single.snapshots.range(TENANT, SERVICE, open))).map(({ id }) => id))
    // The last one to twenty minutes are held by the agent.
    expect(found.length).toBeGreaterThan(known.size - 20 * 20)
    expect(found.length).toBeLessThan(known.size)
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
    for (const { id, batch, sightings } of found) {
      expect(known.has(id)).toBe(true)
      expect(batch).toBeDefined()
      expect(sightings).toHaveLength(7)
    }
    const [one] = found.slice(5)
    if (one === undefined) throw new Error('there are more')
    expect(await quiet.snapshots.get(TENANT, SERVICE, one)).toEqual(one)
    const newest = await all(quiet.snapshots.heads(TENANT, SERVICE, { ...open, newestFirst: true }))
    expect(newest.map(({ id }) => id)).toEqual(found.map(({ id }) => id).toReversed())
  })

  test('take a request and an object for each batch, and the index has all of them', async () => {
    const [push, reconcile, judge] = [
      await playPush(fleet),
      await playReconcile(fleet),
      await playJudge(fleet),
    ]
    const { processes, minutes } = sendingOf({ senders })
    const batches = ((0.9 / minutes + 0.1 / 10) * 20 * 1_440) / processes
    for (const each of [push.runsADay, push.objectPuts]) expect(each).toBeCloseTo(batches)
    // One of 512 KB or less counts once.
    expect(push.gatewayRequests).toBeGreaterThanOrEqual(push.runsADay)
    expect(push.gatewayRequests).toBeLessThanOrEqual(2 * push.runsADay)
    // A row a process and batch, the process, and what its service takes.
    expect(push.writeUnits / (20 * 144)).toBeLessThan(4)
    expect(reconcile.part).toMatch(/^(\d+) of \d+ objects$/)
    expect(judge.readUnits).toBeGreaterThan(0)
    const bill = comparisonOf([
      { fleet: { ...fleet, processes: 10_000 }, outcomes: [push, reconcile, judge] },
    ])
    expect(bill).toContain(`| goal | ${senders === 'node' ? 150 : 450} |`)
    expect(bill).toMatch(/^\* 10,000 processes, an agent per \w+.*: .* \d+ %/m)
  })
})

test('twenty snapshots of 60 signatures fit one write unit of DynamoDB, keys and all', async () => {
  const { rowBytes } = await openStage({ ...FLEET, signatures: 60, senders: 'process' })
  expect(rowBytes.snapshotRow).toBeLessThanOrEqual(1_024)
  expect(rowBytes.snapshotRow).toBeGreaterThan(500)
})

describe('npm run scale', () => {
  const run = async (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args])

  test('prints one job as JSON', async () => {
    const { stdout } = await run('--processes', '10', '--services', '2', '--job', 'plan', '--json', '--check')
    expect(JSON.parse(stdout)).toMatchObject({
      fleet: { processes: 10, services: 2, signatures: 60 },
      outcomes: [{ job: 'plan', runsADay: 144 }],
    })
  })

  test.each([
    [['--processes', 'many'], '--processes must be a whole number of 1 or more, got many'],
    [['--senders', 'cron'], '--senders must be one of single, process, node, got cron'],
    [['--job', 'sleep'], '--job must be one of push, plan'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message)
  })
})
