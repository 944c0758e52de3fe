import { expect, test } from 'vitest'
import type { EvidenceStore } from '#shared/store/evidence-store.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import { DAY, HOUR } from '#shared/time.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

const AT = Date.parse('2026-09-07T05:00:00Z')

/** What one dump and some leak profiles told of a process. */
const evidenceOf = (process: string, ...leaked: readonly number[]): ProcessEvidence => ({
  process,
  dumps: [
    {
      at: AT,
      sightings: [
        {
          signature: '0123456789abcdef',
          count: 7,
          leaked: 0,
          states: new Map([['chan send', 7]]),
          ages: { count: 6, distinct: 4, youngest: 2, median: 9, oldest: 40 },
          labelKeys: new Map([['endpoint', 7]]),
        },
      ],
    },
  ],
  proofs: leaked.map((count, i) => ({ at: AT + i * HOUR, leaked: new Map([['0123456789abcdef', count]]) })),
})

const observationOf = (at: number, goroutines: number): Observation => {
  const ids = Array.from({ length: goroutines }, (_, i) => i + 1)
  return {
    at,
    isCut: false,
    newest: goroutines,
    stacks: [
      {
        signature: '0123456789abcdef',
        level: 0,
        ids,
        words: ids.map((id) => id % 60_000),
        origins: ids.map(() => 0xffff_0001),
        places: undefined,
      },
    ],
  }
}

/** Dumps and proofs by process; one that begins with the name of another is another. */
export function evidenceStoreContract(make: () => EvidenceStore, clock: TestClock): void {
  const put = (tenant: string, service: string, evidence: ProcessEvidence) =>
    make().put(tenant, service, evidence, clock.now)
  const processes = async (tenant: string, service: string) =>
    (await all(make().all(tenant, service))).map(({ process }) => process)

  test('a process that sent no dump has evidence without content', async () => {
    const tenant = freshName('tenant')
    const nothing = { process: 'web-1@unmarked', dumps: [], proofs: [] }
    expect(await make().get(tenant, 'api', 'web-1@unmarked')).toEqual(nothing)
    expect(await all(make().all(tenant, 'api'))).toEqual([])
  })

  test('evidence comes back as it was put, alone and among all', async () => {
    const tenant = freshName('tenant')
    const evidence = evidenceOf('web-1@20260907T050000Z', 3, 5)
    await put(tenant, 'api', evidence)
    expect(await make().get(tenant, 'api', evidence.process)).toEqual(evidence)
    expect(await all(make().all(tenant, 'api'))).toEqual([evidence])
  })

  test('evidence that is put again takes the place of the former', async () => {
    const tenant = freshName('tenant')
    await put(tenant, 'api', evidenceOf('web-1@unmarked', 3))
    await put(tenant, 'api', evidenceOf('web-1@unmarked', 3, 5))
    expect(await all(make().all(tenant, 'api'))).toEqual([evidenceOf('web-1@unmarked', 3, 5)])
  })

  test('individuals come back with it, and a large process keeps a part of them, the same in each dump', async () => {
    const tenant = freshName('tenant')
    const evidence = {
      ...evidenceOf('web-1@unmarked', 3),
      observations: [observationOf(AT, 40), observationOf(AT + HOUR, 80)],
    }
    await put(tenant, 'api', evidence)
    expect(await make().get(tenant, 'api', evidence.process)).toEqual(evidence)
    expect(await all(make().all(tenant, 'api'))).toEqual([evidence])
    await put(tenant, 'api', {
      ...evidence,
      observations: [observationOf(AT, 20_000), observationOf(AT + HOUR, 30_000)],
    })
    const [before, after] = (await make().get(tenant, 'api', evidence.process)).observations ?? []
    const [was = [], is = []] = [before, after].map((one) => one?.stacks[0]?.ids)
    expect(is.filter((id) => id <= 20_000)).toEqual(was)
    expect(is.length).toBeGreaterThan(2_000)
    expect(is.length).toBeLessThan(16_000)
  })

  test('all processes of a service are listed by id, each service and tenant its own', async () => {
    const tenant = freshName('tenant')
    const ids = ['web-1@20260907T050000Z', 'web-1@version-v1~2', 'web-10@unmarked', 'wéb@unmarked']
    for (const id of ids.toReversed()) await put(tenant, 'api', evidenceOf(id, 1))
    await put(tenant, 'api-v2', evidenceOf('other@unmarked'))
    await put(`${tenant}x`, 'api', evidenceOf('another@unmarked'))
    expect(await processes(tenant, 'api')).toEqual(
      ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
    expect(await processes(tenant, 'api-v2')).toEqual(['other@unmarked'])
  })

  test('evidence outlives the two weeks that a verdict looks back, and is gone a day later', async () => {
    const tenant = freshName('tenant')
    await put(tenant, 'api', evidenceOf('web-1@unmarked', 1))
    clock.now += 14 * DAY
    expect(await processes(tenant, 'api')).toEqual(['web-1@unmarked'])
    // Rows expire with a whole second.
    clock.now += DAY + 1_000
    expect(await processes(tenant, 'api')).toEqual([])
    expect((await make().get(tenant, 'api', 'web-1@unmarked')).proofs).toEqual([])
  })
}
