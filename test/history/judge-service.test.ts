import { beforeEach, describe, expect, it } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { Rejection } from '#shared/api/reason.ts'
import { openHourAt } from '#shared/history/close-hours.ts'
import { choiceAfter, NO_CHOICE } from '#shared/settings/choice.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { foundBy } from '#shared/verdict/model/rule.ts'
import { idOf, MONDAY, SERVICE, serviceInMemory, TENANT, take } from './service.ts'

const LEAK = idOf('leak')
let service: ReturnType<typeof serviceInMemory>

const run = (owner = 'first') => judgeService(service.deps, TENANT, SERVICE, owner, service.clock.now)
const state = () => service.deps.ledger.read(TENANT, SERVICE)
const lease = (owner: string) =>
  service.deps.ledger.lease(TENANT, SERVICE, owner, service.clock.now + 5 * MINUTE, service.clock.now)

/** Two processes leak 6 an hour: a dump each half hour from one hour to another, read as they come. */
async function leakFrom(from: number, to: number): Promise<void> {
  for (let half = 2 * from; half < 2 * to; half++) {
    const at = MONDAY + (half * HOUR) / 2
    service.clock.now = at
    for (const instance of ['checkout-1', 'checkout-2'])
      await take(service, [at, { leak: 5 + 3 * half, accept: 1 }], { instance })
  }
}

beforeEach(async () => {
  service = serviceInMemory(MONDAY)
  await leakFrom(0, 24)
})

describe('judgeService', () => {
  it('finds the leak, writes it down, closes the hours and moves the cursor', async () => {
    const { judgement, closedHours, changedFindings } = await run()
    expect(judgement.verdicts).toMatchObject([
      { tier: 'probable', members: [{ signature: LEAK, count: 292 }] },
    ])
    expect(judgement.others).toMatchObject([{ signature: idOf('accept'), verdict: 'stable' }])
    expect({ closedHours, changedFindings }).toEqual({ closedHours: 44, changedFindings: 1 })
    const { cursor, findings } = await state()
    expect(cursor).toEqual({ closedThrough: openHourAt(service.clock.now), judgedAt: service.clock.now })
    expect(findings).toMatchObject([{ id: LEAK, state: 'new', version: 1 }])
    expect(await service.deps.directory.service(TENANT, SERVICE)).toMatchObject({
      lastJudged: service.clock.now,
      openFindings: 1,
      watched: 2,
    })
  })

  it('keeps why the others are none, and writes it again when it has changed', async () => {
    const quiet = () => service.deps.ledger.quiet(TENANT, SERVICE)
    const writes = () => service.rows.calls.filter(({ verb, sk }) => verb === 'put' && sk === 'quiet').length
    await run()
    const first = await quiet()
    expect(first).toMatchObject({ counts: { stable: 1 }, stacks: [{ signature: idOf('accept') }] })
    await run()
    expect(writes()).toBe(1)
    await leakFrom(24, 27)
    await run()
    expect(writes()).toBe(2)
    expect(await quiet()).not.toEqual(first)
  })

  it('changes no finding and closes no hour when it is repeated', async () => {
    const first = await run()
    const before = await state()
    const again = await run()
    expect(again).toMatchObject({ closedHours: 0, changedFindings: 0 })
    expect(again.judgement).toEqual(first.judgement)
    expect(await state()).toEqual(before)
  })

  it('comes to the same verdict whether the hours were closed at once or one by one', async () => {
    const { judgement } = await run()
    const atOnce = judgement
    service = serviceInMemory(MONDAY)
    for (let hour = 0; hour < 24; hour++) {
      await leakFrom(hour, hour + 1)
      await run()
    }
    expect((await run()).judgement).toEqual(atOnce)
  })

  it('looks back as far as the settings of the service say', async () => {
    for (const day of [1, 2, 3]) {
      await run()
      await leakFrom(24 * day, 24 * (day + 1))
    }
    const begins = async () => {
      const [{ rules } = { rules: [] }] = (await run()).judgement.verdicts
      const figures = foundBy(rules, 'low-water-rises')?.figures
      return figures !== undefined && 'from' in figures ? figures.from : undefined
    }
    expect(await begins()).toBeLessThan(5 + 6 * 12)
    const choice = choiceAfter(NO_CHOICE, { windowDays: 2 }, service.clock.now)
    expect(await service.deps.directory.choose(TENANT, SERVICE, choice)).toBe(true)
    expect(await begins()).toBeGreaterThan(5 + 6 * 24)
  })

  it('takes the finding further with the next hours, a version a run', async () => {
    await run()
    await leakFrom(24, 27)
    expect(await run()).toMatchObject({ closedHours: 6, changedFindings: 1 })
    expect((await state()).findings).toMatchObject([
      { id: LEAK, state: 'ongoing', version: 2, history: [{ to: 'new' }, { to: 'ongoing' }] },
    ])
  })

  it('refuses a second judge as long as the first one holds the lease', async () => {
    expect(await lease('first')).toBe(true)
    await expect(run('second')).rejects.toThrow(Rejection)
    await expect(run('second')).rejects.toMatchObject({ reason: 'conflict' })
    expect((await state()).findings).toEqual([])
    await run('first')
    expect(await run('second')).toMatchObject({ changedFindings: 0 })
  })

  it('takes over from a judge that died, five minutes later', async () => {
    await lease('first')
    service.clock.now += 5 * MINUTE
    await expect(run('second')).rejects.toMatchObject({ reason: 'conflict' })
    service.clock.now += 1
    expect(await run('second')).toMatchObject({ changedFindings: 1 })
  })

  it('gives the lease back when it fails, keeps the hours that it closed, and the next run makes it good', async () => {
    service.rows.fails = ({ verb, sk }) => verb === 'put' && sk.startsWith('finding#')
    await expect(run('first')).rejects.toThrow('the table does not answer to put')
    service.rows.fails = () => false
    const closedThrough = openHourAt(service.clock.now)
    expect(await state()).toMatchObject({ cursor: { closedThrough, judgedAt: undefined }, findings: [] })
    expect(await run('second')).toMatchObject({ closedHours: 0, changedFindings: 1 })
  })

  it('merges a late dump into the hour of its process, judges it, and forgets its mark', async () => {
    await run()
    await take(service, [MONDAY + 7 * HOUR + MINUTE, { leak: 50, late: 3 }])
    const marks = () => service.deps.ledger.lateSnapshots(TENANT, SERVICE, 9)
    expect(await marks()).toHaveLength(1)
    const { closedHours, isLateLeft, judgement } = await run()
    expect([closedHours, isLateLeft]).toEqual([1, false])
    expect(judgement.others.map(({ signature }) => signature)).toContain(idOf('late'))
    expect(await marks()).toEqual([])
  })
})
