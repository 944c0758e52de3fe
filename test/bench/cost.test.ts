import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Measured, measureCost } from '#bench/cost/measure.ts'
import { meteredRows } from '#bench/cost/metered-rows.ts'
import { dollarsOf, monthOf, monthOfBatches, sum } from '#bench/cost/model.ts'
import { quotasOf } from '#bench/cost/quotas.ts'
import { measureIngestCost } from '#bench/ingest-cost.ts'
import { OTHER_PROFILE, PROFILE } from '#bench/inputs.ts'
import { assemble } from '#functions/deps.ts'
import { STAGES } from '#infra/stages.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

const MAIN = fileURLToPath(new URL('../../bench/cost/main.ts', import.meta.url))
const LOAD = { processes: 1_000, services: 50, interval: 60 }
const RULES = { ...STAGES.prod, memory: 1_769 / 1_024 }

let measured: Measured
beforeAll(async () => {
  measured = await measureCost()
})

const costs = (load = LOAD, isEachStored = false, rules = RULES) =>
  sum(dollarsOf(monthOf(load, measured, rules, isEachStored)))

test('rows in memory count the units that a real table answers with', async () => {
  const at = Math.floor(Date.now() / HOUR) * HOUR
  const rows = meteredRows(() => at)
  const queue = { send: () => Promise.reject(new Error('nothing fails here')) }
  const env = { TABLE_NAME: '', BUCKET_NAME: '', INGEST_RESOLUTION_SECONDS: '60', RETENTION_DAYS: '90' }
  const deps = assemble(env, { now: () => at, indexQueue: queue }, rows, memoryProfileStore())
  const [body, other] = [await readFile(PROFILE), await readFile(OTHER_PROFILE)]
  const facts = { session: undefined, version: 'v1', buildId: undefined }
  const process = { instance: 'pod-1', startedAt: at - HOUR, ...facts }
  const counted: { readUnits: number; writeUnits: number }[] = []
  for (const [time, bytes] of [
    [at, body],
    [at + MINUTE, body],
    [at + MINUTE, body],
    [at + MINUTE + 15_000, other],
  ] as const) {
    Object.assign(rows.units, { read: 0, write: 0 })
    const push = {
      tenant: 'bench',
      service: 'checkout',
      process,
      labels: {},
      type: undefined,
      source: 'push',
    }
    await ingestProfile(deps, { ...push, at: time, body: bytes }, time)
    counted.push({ readUnits: rows.units.read, writeUnits: rows.units.write })
  }
  const answered = await measureIngestCost()
  // The look at batches finds none where nothing came alone: AWS counts half a unit for it, dynalite nothing.
  const looks = [0.5, 0, 0, 0]
  expect(counted).toEqual(
    answered.map(({ readUnits, writeUnits }, i) => ({ readUnits: readUnits + (looks[i] ?? 0), writeUnits })),
  )
})

describe('what is counted', () => {
  test('is one object for a profile that is stored and none for one that is coalesced', () => {
    expect(measured.push.puts).toBe(1)
    expect(measured.push.writeUnits).toBeGreaterThanOrEqual(1)
    expect(measured.coalesced).toEqual({ puts: 0, readUnits: 1, writeUnits: 0 })
  })

  test('grows with the processes that are judged, and with the services', () => {
    for (const { readUnits, writeUnits } of [measured.judgedProcess, measured.service]) {
      expect(readUnits).toBeGreaterThan(0)
      expect(writeUnits).toBeGreaterThan(0)
    }
  })
})

describe('the cost of a month', () => {
  test('is that of the counted requests: a profile that cost two puts would cost as many dollars more', () => {
    const dear = { ...measured, push: { ...measured.push, puts: 2 } }
    const puts = (of: Measured) => dollarsOf(monthOf(LOAD, of, RULES))['S3 puts']
    // 1,000 processes × 43,200 minutes, at 5 dollars a million.
    expect([puts(measured), puts(dear)]).toEqual([216, 432])
  })

  test.each([
    ['process', 21.6],
    ['node', 1.08],
  ] as const)(
    'of agents, one a %s, has a put for each batch, and is smaller in all but what judging takes',
    (by, puts) => {
      const single = dollarsOf(monthOf(LOAD, measured, RULES))
      const batched = dollarsOf(monthOfBatches(LOAD, measured, RULES, measured.batched[by]))
      expect(batched['S3 puts']).toBeCloseTo(puts)
      for (const part of [
        'API Gateway',
        'Lambda requests',
        'Lambda time',
        'S3 storage',
        'DynamoDB writes',
        'CloudWatch logs',
      ])
        expect(batched[part]).toBeLessThan(single[part] ?? 0)
      expect(sum(batched)).toBeLessThan(sum(single) / 2)
    },
  )

  test('doubles with the processes, but for what a service costs', () => {
    const more = costs({ ...LOAD, processes: 2_000 })
    expect(more).toBeGreaterThan(1.9 * costs())
    expect(more).toBeLessThan(2 * costs())
  })

  test('of profiles that come more often than a slot is less than twice, of storing each almost four times', () => {
    const often = { ...LOAD, interval: 15 }
    expect(costs(often)).toBeLessThan(2 * costs())
    expect(costs(often, true)).toBeGreaterThan(3.5 * costs())
  })
})

test('every quota names what to set, and is far where the load is small', () => {
  const near = quotasOf({ ...LOAD, processes: 160_000 }, measured, STAGES.prod).filter(
    ({ used, limit }) => used > limit,
  )
  expect(near.map(({ what }) => what)).toEqual(['pushes per second, stage prod'])
  for (const { used, limit, set } of quotasOf(LOAD, measured, STAGES.prod)) {
    expect(used).toBeLessThan(limit / 10)
    expect(set).toMatch(/\w{5}/)
  }
})

describe('npm run cost', () => {
  const run = async (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, ...args])

  test('says the same as the page docs/cost.md, to a tenth', async () => {
    const { stdout } = await run()
    const totals = (text: string) =>
      [...(/^\| \*\*total\*\* .*$/m.exec(text)?.[0] ?? '').matchAll(/\*\*([\d,.]+)\*\*/g)].map(
        ([, dollars = '']) => Number(dollars.replaceAll(',', '')),
      )
    const page = totals(readFileSync('docs/cost.md', 'utf8'))
    expect(page).toHaveLength(5)
    for (const [i, total] of totals(stdout).entries())
      expect(Math.abs(total / (page[i] ?? 0) - 1)).toBeLessThan(0.1)
  })

  test('has the figures, the prices and their date as JSON', async () => {
    const { stdout } = await run('--json', '--processes', '10', '--interval', '300', '--services', '2')
    expect(JSON.parse(stdout)).toMatchObject({
      load: { processes: 10, services: 2, interval: 300 },
      measured: { push: { puts: 1 } },
      prices: { asOf: '2025-06' },
      columns: [
        { month: { requests: 86_400 } },
        {},
        {},
        { month: { requests: 8_640 } },
        { month: { requests: 432 } },
      ],
    })
  })

  test('refuses a number of processes that is none', async () => {
    await expect(run('--processes', 'many')).rejects.toThrow(
      '--processes must be a number of 1 or more, got many',
    )
  })
})
