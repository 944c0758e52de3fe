import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { timesAlong } from '#bench/verdicts/looks.ts'
import type { LivedProcess } from '#bench/verdicts/programs/case-of.ts'
import { confirmLosses } from '#bench/verdicts/programs/confirm.ts'
import { plan } from '#bench/verdicts/programs/nats-feeds/plan.ts'
import { isOn } from '#bench/verdicts/recorded/score.ts'
import { type RecordedLeak, readTruth } from '#bench/verdicts/recorded/truth.ts'
import { readCase, recordingsOf } from '#cli/case/case.ts'
import { judgeCase } from '#cli/case/judge-case.ts'
import type { Tier, Verdict } from '#shared/verdict/model/verdict.ts'

const folderOf = (name: string, set = 'programs'): string =>
  fileURLToPath(new URL(`../fixtures/${set}/${name}`, import.meta.url))

/** From the surest on. */
const TIERS: readonly Tier[] = ['proven', 'probable', 'suspect', 'watch']
const isAtLeast = (tier: Tier, least: Tier): boolean => TIERS.indexOf(tier) <= TIERS.indexOf(least)

/** What was said of a program at its end. */
async function verdictsOn(name: string): Promise<readonly Verdict[]> {
  return (await judgeCase(folderOf(name), () => undefined)).verdicts
}

const stands = ({ members: [{ stack }] }: Verdict, leak: RecordedLeak): boolean => isOn({ stack }, leak)

describe('recorded programs with real libraries', () => {
  it.each<[string, Tier]>([
    ['nats-feeds', 'probable'],
    ['backoff-webhooks', 'probable'],
    ['coder-sync', 'suspect'],
    ['singleflight-quotes', 'suspect'],
    ['informer-tenants', 'watch'],
  ])('%s leaks, and is at least called %s', async (name, least) => {
    const [verdicts, { leaks }] = [await verdictsOn(name), await readTruth(folderOf(name))]
    const [leak] = leaks as [RecordedLeak]
    expect(verdicts.some((one) => stands(one, leak) && isAtLeast(one.tier, least))).toBe(true)
    expect(verdicts.filter((one) => isAtLeast(one.tier, 'probable') && !stands(one, leak))).toEqual([])
  })

  it.each(['redis-shards', 'sse-desk', 'label-tenants'])('%s is reported for nothing', async (name) => {
    const verdicts = await verdictsOn(name)
    expect(verdicts.filter(({ tier }) => isAtLeast(tier, 'probable'))).toEqual([])
  })
})

/** On these no weight is fitted: what is asked for is only that nothing healthy is told. */
describe('recorded programs that are kept out', () => {
  it.each(['rpc-backends', 'watermill-rooms', 'yamux-devices'])(
    '%s is reported for nothing',
    async (name) => {
      const { verdicts } = await judgeCase(folderOf(name, 'kept-out'), () => undefined)
      expect(verdicts.filter(({ tier }) => isAtLeast(tier, 'probable'))).toEqual([])
    },
  )

  it('a leak stays told, look by look, until its probability is clearly lower', async () => {
    const directory = folderOf('ttlcache-imports', 'kept-out')
    const times = recordingsOf(await readCase(directory), directory).map(({ at }) => at)
    const looks = timesAlong(times[0] as number, times.at(-1) as number)
    const seen: Verdict[] = []
    const see = ({ verdicts }: { verdicts: readonly Verdict[] }) => void seen.push(...verdicts)
    await judgeCase(directory, () => undefined, {}, { times: looks, see })
    const first = seen.findIndex(({ tier }) => tier === 'probable')
    const lost = seen.findIndex(({ probability }, i) => i > first && probability < 0.85)
    expect(first).toBeGreaterThanOrEqual(0)
    expect(new Set(seen.slice(first, lost < 0 ? undefined : lost).map(({ tier }) => tier))).toEqual(
      new Set(['probable']),
    )
  })
})

describe('what a program counted as lost', () => {
  let process: LivedProcess
  beforeAll(async () => {
    const { processes } = JSON.parse(await readFile(`${folderOf('nats-feeds')}/series.json`, 'utf8'))
    const [{ startedAt, profiles }] = processes
    const planned = plan.processes[0] as LivedProcess['planned']
    process = { planned, folder: '.', life: { startedAt, endedAt: profiles.at(-1).at, profiles, lost: {} } }
  })
  const having = (goroutines: number): readonly LivedProcess[] => [
    {
      ...process,
      life: { ...process.life, lost: { subscriptions: { since: process.life.startedAt, goroutines } } },
    },
  ]

  it('stands in its last profile', async () => {
    await expect(confirmLosses(plan, folderOf('nats-feeds'), having(100))).resolves.toBeUndefined()
  })

  it('is refused with both numbers where it does not', async () => {
    await expect(confirmLosses(plan, folderOf('nats-feeds'), having(10_000))).rejects.toThrow(
      /^feeds-0 counted 10000 goroutines lost to subscriptions, and .*\.pb\.gz has \d+$/,
    )
  })
})
