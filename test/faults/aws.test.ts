import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { indexUpload } from '#functions/index-upload/index-upload.ts'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT } from '#test/support/api.ts'
import { type FaultPlan, faultyAws } from '#test/support/faulty-aws.ts'
import { dump } from '#test/support/pprof.ts'
import { pushOf } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

/** The shipped adapters, the SDK's own retries, and faults of the network and of AWS between them. */
let aws: Awaited<ReturnType<typeof faultyAws>>
beforeEach(async () => {
  aws = await faultyAws()
})
afterEach(() => aws.close())

const push = (at: number, leak = 5, instance = 'pod-1') => {
  aws.clock.now = at
  const process = { ...pushOf().process, startedAt: NOW - DAY, instance }
  const body = dump({ 'main.recv < main.worker': leak, 'main.loop < main.main': 2 })
  return ingestProfile(aws.deps, pushOf({ process, at, body }), at)
}

const stored = () => all(aws.deps.profiles.list('profiles/'))
const snapshots = () =>
  all(aws.deps.snapshots.range(TENANT, 'checkout', { from: NOW - 2 * DAY, to: NOW + HOUR }))
const drain = async () => {
  for (const { key } of aws.sent.splice(0)) await indexUpload(aws.deps, key, aws.clock.now)
}

/** The first tries of every action fail. */
const first =
  (fault: ReturnType<FaultPlan>, tries = 1): FaultPlan =>
  (_, nth) =>
    nth <= tries ? fault : 'none'
const always =
  (fault: ReturnType<FaultPlan>, ...actions: string[]): FaultPlan =>
  (action) =>
    actions.includes(action) ? fault : 'none'

describe('a push', () => {
  test.each(['throttled', 'unavailable', 'lost'] as const)(
    'whose requests are %s once each is stored and indexed once, and its repetition is a duplicate',
    async (fault) => {
      aws.fail(first(fault))
      expect(await push(NOW)).toMatchObject({ decision: 'stored', indexed: true })
      aws.heal()
      expect(await push(NOW)).toMatchObject({ decision: 'duplicate' })
      expect(await stored()).toHaveLength(1)
      expect(await snapshots()).toHaveLength(1)
      const [known] = await all(aws.deps.directory.processes(TENANT, 'checkout'))
      expect(known).toMatchObject({ firstSeen: NOW, lastSeen: NOW, version: 'v1' })
    },
  )

  test('is acknowledged and queued while DynamoDB throttles without end, and indexed from the queue', async () => {
    aws.fail(always('throttled', 'PutItem', 'UpdateItem'))
    expect(await push(NOW)).toMatchObject({ decision: 'stored', indexed: false })
    expect(aws.sent.map(({ key }) => key)).toEqual(await stored())
    aws.heal()
    expect(await snapshots()).toEqual([])
    await drain()
    expect(await snapshots()).toHaveLength(1)
  })

  test('is not acknowledged while S3 answers 503 without end, leaves nothing, and is stored when sent again', async () => {
    aws.fail(always('unavailable', 'PutObject'))
    await expect(push(NOW)).rejects.toMatchObject({ reason: 'storage-unavailable' })
    aws.heal()
    expect([await stored(), await snapshots()]).toEqual([[], []])
    expect(await push(NOW)).toMatchObject({ decision: 'stored' })
  })

  test('whose object was put and every answer lost is not acknowledged, and stored when sent again', async () => {
    aws.fail(always('lost', 'PutObject'))
    await expect(push(NOW)).rejects.toMatchObject({ reason: 'storage-unavailable' })
    aws.heal()
    // S3 tells the retry that the condition failed: its own bytes stand there.
    expect(await push(NOW)).toMatchObject({ decision: 'stored', indexed: true })
    expect(await stored()).toHaveLength(1)
    expect(await snapshots()).toHaveLength(1)
  })
})

describe('the judge', () => {
  /** Two pods that leak 6 an hour for a day. */
  async function leaking(): Promise<void> {
    for (let hour = 0; hour < 24; hour++)
      for (const instance of ['pod-1', 'pod-2'])
        await push(NOW - DAY + (hour + 1) * HOUR, 5 + 6 * hour, instance)
    aws.clock.now = NOW + MINUTE
  }
  const judge = (owner: string) => judgeService(aws.deps, TENANT, 'checkout', owner, aws.clock.now)
  const findings = async () => (await aws.deps.ledger.read(TENANT, 'checkout')).findings

  test.each(['throttled', 'lost'] as const)(
    'whose requests are %s now and then finds one leak once, and closes every hour once',
    async (fault) => {
      await leaking()
      aws.fail((_, nth) => (nth % 11 === 1 ? fault : 'none'))
      expect(await judge('first')).toMatchObject({ closedHours: 44 })
      aws.heal()
      expect(await findings()).toMatchObject([{ verdict: { tier: 'probable' } }])
      const again = await judge('second')
      expect(again.closedHours).toBe(0)
      expect(await findings()).toHaveLength(1)
    },
    60_000,
  )

  test('that cannot write its finding fails, and the next run writes it once', async () => {
    await leaking()
    aws.fail((action, nth) => (action === 'PutItem' && nth > 44 ? 'throttled' : 'none'))
    await expect(judge('first')).rejects.toThrow('throttled')
    aws.heal()
    await judge('second')
    expect(await findings()).toHaveLength(1)
  }, 60_000)
})
