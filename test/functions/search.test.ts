import { describe, expect, test } from 'vitest'
import type { ApiDeps, Caller } from '#functions/api/api-deps.ts'
import { search } from '#functions/api/lookup/search.ts'
import type { Signature } from '#shared/signature/signature.ts'
import type { Service } from '#shared/store/directory.ts'

/** Services by name, with when they were judged last and how many stacks each has. */
type Known = Readonly<
  Record<string, { readonly judged?: number; readonly seen?: number; readonly stacks?: number }>
>

/** Stores of so many services and findings; a stack is called by its service and number. */
function searched(known: Known, findings = 0) {
  const asked: string[] = []
  const deps = {
    now: () => 0,
    directory: {
      services: async function* () {
        for (const [name, { judged, seen = 0 }] of Object.entries(known))
          yield { name, lastJudged: judged, firstSeen: seen } as Service
      },
    },
    ledger: {
      openFindings: async function* () {
        for (let i = 0; i < findings; i++) yield { service: `f${i}`, verdict: { members: [{ stack: [] }] } }
      },
    },
    snapshots: {
      newest: async (_tenant: string, service: string) => {
        asked.push(service)
        const stacks = Array.from({ length: known[service]?.stacks ?? 0 }, (_, i) => ({
          signature: `${service}.${i}`,
        }))
        return [{ sightings: stacks }]
      },
    },
    signatures: {
      getMany: async (_tenant: string, _service: string, ids: readonly string[]) =>
        new Map(ids.map((id) => [id, { id, frames: [`main.${id}`] } as unknown as Signature])),
    },
  }
  const caller = { tenant: 'acme', grant: { scopes: ['read'], servicePrefix: undefined } }
  const of = (text: string) => search(deps as unknown as ApiDeps, caller as unknown as Caller, text)
  return { of, asked }
}

const many = (count: number, of: Known[string] = {}): Known =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`svc-${String(i).padStart(4, '0')}`, of]))

describe('a search of more than it looks through', () => {
  test('says how many services by name were searched', async () => {
    expect((await searched(many(1_001)).of('none')).cut).toContain(
      'Only the first 1000 services by name were searched.',
    )
    expect((await searched(many(1_000)).of('none')).cut).toEqual([
      'Only the functions of the 50 services judged last were searched.',
    ])
    expect((await searched(many(1_001)).of('svc-1000')).services).toEqual([])
  })

  test('says how many findings were searched', async () => {
    expect((await searched({}, 501).of('none')).cut).toEqual([
      'Only the 500 most severe findings were searched.',
    ])
    expect((await searched({}, 500).of('none')).cut).toEqual([])
    expect((await searched({}, 501).of('f500')).findings).toEqual([])
  })

  test('says how many stacks were searched', async () => {
    expect((await searched(many(2, { stacks: 1_001 })).of('none')).cut).toEqual([
      'Only 2000 of 2002 stacks were searched.',
    ])
    expect((await searched(many(2, { stacks: 1_000 })).of('none')).cut).toEqual([])
    expect((await searched(many(2, { stacks: 1_001 })).of('svc-0001.1000')).signatures).toEqual([])
  })

  test('says how many of each kind are not shown, and nothing where all are', async () => {
    expect((await searched(many(20)).of('svc')).cut).toEqual([])
    expect((await searched(many(21)).of('svc')).cut).toEqual(['1 more service is not shown.'])
    expect((await searched({}, 23).of('f')).cut).toEqual(['3 more findings are not shown.'])
    expect((await searched({ a: { stacks: 22 } }).of('main')).cut).toEqual([
      '2 more functions are not shown.',
    ])
  })

  test('looks through the functions of those judged last; one that was never judged counts from when it was first seen', async () => {
    const { of, asked } = searched({
      ...many(49, { judged: 5 }),
      old: { judged: 1, seen: 9 },
      fresh: { seen: 3 },
    })
    await of('none')
    expect(asked).toHaveLength(50)
    expect([asked.includes('fresh'), asked.includes('old')]).toEqual([true, false])
    const whole = searched(many(50))
    expect((await whole.of('none')).cut).toEqual([])
    expect(whole.asked).toHaveLength(50)
  })
})
