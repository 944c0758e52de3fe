import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { untilTurn } from '#shared/ingest/collection.ts'
import { choiceAfter, NO_CHOICE } from '#shared/settings/choice.ts'
import { NEWS_BUCKET, TURNS, turnOf } from '#shared/store/news.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { fixture } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

const OLD = new Date(NOW - 9 * HOUR).toISOString()
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

/** What the last judge says of the service: until when it rests. */
const judged = (restsUntil: number | undefined) =>
  api.deps.directory.setJudged(TENANT, 'checkout', {
    at: NOW,
    openFindings: 0,
    watched: 1,
    running: { processes: 1, goroutines: 5 },
    dumps: [],
    learning: undefined,
    restsUntil,
  })

interface Answered {
  readonly id: string
  readonly decision: string
  readonly next: {
    readonly afterSeconds: number
    readonly heldAfterSeconds: number
    readonly holdSeconds: number
    readonly restHoldSeconds: number
  }
}

/** A push of a minute with so many goroutines in one stack, beside waves that are its own. */
async function pushAt(
  minute: number,
  count = 3,
  query: Readonly<Record<string, string>> = { start: OLD },
  body: Uint8Array<ArrayBuffer> = dump({ 'main.recv < main.worker': count, 'main.serve': 20 + (minute % 5) }),
): Promise<Answered> {
  api.clock.now = NOW + minute * MINUTE
  const response = await api.push(body, { at: new Date(api.clock.now).toISOString(), ...query })
  expect(response.status).toBe(201)
  return (await response.json()) as Answered
}

/** What became of the pushes of some minutes. */
async function decisions(minutes: number, countAt: (minute: number) => number, query?: { start: string }) {
  const all: string[] = []
  for (let minute = 0; minute < minutes; minute++)
    all.push((await pushAt(minute, countAt(minute), query)).decision)
  return all
}

const EACH = Array<string>(10).fill('stored')
const FIRST_OF_FIVE = EACH.map((_, minute) => (minute % 5 === 0 ? 'stored' : 'coalesced'))

describe('of a process at rest', () => {
  test('the first profile of five minutes is kept, and the answer asks for one each five', async () => {
    await judged(NOW + HOUR)
    expect(await decisions(10, () => 3)).toEqual(FIRST_OF_FIVE)
    expect((await pushAt(10)).next).toMatchObject({ afterSeconds: 300, heldAfterSeconds: 60 })
  })

  test('the first to come is kept, whichever minute it is of, and known again', async () => {
    await judged(NOW + HOUR)
    const first = await pushAt(3)
    expect(first.decision).toBe('stored')
    expect(await pushAt(3)).toMatchObject({ id: first.id, decision: 'duplicate' })
    expect(await pushAt(1)).toMatchObject({ id: first.id, decision: 'coalesced' })
  })

  test.each([
    { what: 'a stack rises', countAt: (minute: number) => 3 + minute },
    { what: 'a stack begins', countAt: (minute: number) => (minute === 0 ? 0 : 9) },
    { what: 'the total jumps', countAt: (minute: number) => (minute === 0 ? 10 : 400) },
  ])('each that stands above the first is kept: $what', async ({ countAt }) => {
    await judged(NOW + HOUR)
    const all = await decisions(5, countAt)
    expect(all[0]).toBe('stored')
    expect(all.at(-1)).toBe('stored')
  })

  test('a profile that is kept beside the first is a duplicate when it comes again, whatever is known by then', async () => {
    await judged(NOW + HOUR)
    await pushAt(0)
    const risen = await pushAt(4, 50)
    expect(risen.decision).toBe('stored')
    expect(await pushAt(4, 50)).toMatchObject({ id: risen.id, decision: 'duplicate' })
    await judged(undefined)
    expect(await pushAt(4, 50)).toMatchObject({ id: risen.id, decision: 'duplicate' })
  })

  test('a dump that tells more than counts is kept', async () => {
    await judged(NOW + HOUR)
    const body = new Uint8Array(await readFile(fixture('go1.24.goroutine.debug2.txt')))
    expect((await pushAt(1, 0, { start: OLD }, body)).decision).toBe('stored')
    expect((await pushAt(2, 0, { start: OLD }, body)).decision).toBe('stored')
  })
})

describe('each minute is kept', () => {
  test.each([
    { of: 'a service that nobody has judged', restsUntil: undefined, query: { start: OLD } },
    { of: 'one of which the judge has been silent', restsUntil: NOW, query: { start: OLD } },
    { of: 'a young process', restsUntil: NOW + HOUR, query: { start: new Date(NOW - HOUR).toISOString() } },
  ])('of $of', async ({ restsUntil, query }) => {
    await judged(restsUntil)
    expect(await decisions(10, () => 3, query)).toEqual(EACH)
    expect((await pushAt(10, 3, query)).next).toMatchObject({
      afterSeconds: 60,
      heldAfterSeconds: 60,
      restHoldSeconds: 600,
    })
  })

  test('where the owners have chosen so', async () => {
    await judged(NOW + HOUR)
    const choice = choiceAfter(NO_CHOICE, { resolutionSeconds: 60 }, NOW - 5 * HOUR)
    expect(await api.deps.directory.choose(TENANT, 'checkout', choice)).toBe(true)
    expect(await decisions(10, () => 3)).toEqual(EACH)
    expect((await pushAt(10)).next.afterSeconds).toBe(60)
  })
})

test('what is held at rest comes before the turn of its service, and never waits longer than twenty minutes', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(3 * HOUR), (service, after) => {
      const turn = turnOf(TENANT, service) * NEWS_BUCKET
      let now = NOW + after
      for (let i = 0; i < 12; i++) {
        const hold = untilTurn(TENANT, service, now)
        expect(hold).toBeGreaterThanOrEqual(10 * MINUTE)
        expect(hold).toBeLessThanOrEqual(20 * MINUTE)
        now += hold
        const next = turn + Math.ceil((now - turn) / (TURNS * NEWS_BUCKET)) * TURNS * NEWS_BUCKET
        // Nothing that was taken more than seven minutes before the turn is still held when it comes.
        const again = now + untilTurn(TENANT, service, now)
        expect(next - now <= 7 * MINUTE || again <= next - 2 * MINUTE).toBe(true)
      }
    }),
  )
})
