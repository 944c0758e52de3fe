import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  daysBetween,
  firstSnapshotId,
  objectKey,
  parseIndexedKey,
  parseProfileKey,
  parseSocketsKey,
  parseUploadKey,
  rowKey,
  slotStartOf,
  snapshotId,
  socketsId,
} from '#shared/store/keys.ts'
import { DAY } from '#shared/time.ts'
import type { SnapshotKind } from '#shared/trend/snapshot.ts'

/** Whole seconds of this century. */
const anySecond = fc.nat(3_155_760_000).map((seconds) => seconds * 1_000)
const anyKind = fc.constantFrom<SnapshotKind>('goroutine/0', 'goroutine/1', 'goroutine/2', 'goroutineleak/0')
/** Names as ingest lets them in. */
const anyName = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,20}(\/[A-Za-z0-9_.:-]{1,20}){0,3}$/)
const anyProcess = fc.tuple(anyName, anyName).map(([instance, mark]) => `${instance}@${mark}`)
const anyId = fc
  .tuple(anyProcess, anyKind, anySecond)
  .map(([process, kind, at]) => snapshotId(process, kind, at))

describe('a snapshot id', () => {
  it('sorts by time, whatever the processes and kinds', () => {
    const sighted = fc.record({ process: anyProcess, kind: anyKind, at: anySecond })
    fc.assert(
      fc.property(sighted, sighted, (a, b) => {
        fc.pre(a.at !== b.at)
        const [one, other] = [a, b].map(({ process, kind, at }) => snapshotId(process, kind, at))
        expect((one ?? '') < (other ?? '')).toBe(a.at < b.at)
      }),
    )
  })

  it('is one for a process, kind and slot, and another for each other one', () => {
    const ids = ['web-1@a', 'web-1@b', 'web-2@a'].flatMap((process) =>
      (['goroutine/0', 'goroutine/2', 'goroutineleak/0'] as const).flatMap((kind) =>
        [0, 60_000].map((at) => snapshotId(process, kind, at)),
      ),
    )
    expect(new Set(ids).size).toBe(18)
    expect(snapshotId('web-1@a', 'goroutine/0', 60_000)).toBe(snapshotId('web-1@a', 'goroutine/0', 60_000))
  })

  it('tells the start of its slot', () => {
    fc.assert(
      fc.property(anyProcess, anyKind, anySecond, (process, kind, at) => {
        expect(slotStartOf(snapshotId(process, kind, at))).toBe(at)
      }),
    )
  })

  it.each([
    '',
    '0',
    'not an id',
    '1l9shc4aevrlu96gamv1cb',
    '1L9SHC4AEVRLU96GAMV1CBL',
    '../../../../../../..',
  ])('is not %j', (text) => {
    expect(slotStartOf(text)).toBeUndefined()
  })

  it('stands on the right side of every bound in time', () => {
    fc.assert(
      fc.property(anyId, fc.integer({ min: -5_000, max: 5_000 }), (id, after) => {
        const start = slotStartOf(id) ?? 0
        fc.pre(start + after >= 0)
        expect(id >= firstSnapshotId(start + after)).toBe(after <= 0)
      }),
    )
  })
})

describe('the key of a profile object', () => {
  it('says again what it was made of, for every name that ingest lets in', () => {
    fc.assert(
      fc.property(anyName, anyName, anyId, fc.constantFrom(0, 1, 2), (tenant, service, id, debug) => {
        const slashless = tenant.replaceAll('/', '-')
        const key = objectKey.profile(slashless, service, id, debug)
        expect(parseProfileKey(key)).toEqual({ tenant: slashless, service, id })
      }),
    )
  })

  it('has the hour of its slot in UTC, and a service as one part', () => {
    const id = snapshotId('web-1@unmarked', 'goroutine/2', Date.parse('2026-09-07T05:59:00Z'))
    expect(objectKey.profile('acme', 'team/api:80', id, 2)).toBe(
      `profiles/acme/team%2Fapi%3A80/2026/09/07/05/${id}.debug2.gz`,
    )
  })

  const id = snapshotId('web-1@unmarked', 'goroutine/0', 0)
  it.each([
    ['of another folder', `uploads/acme/api/1970/01/01/00/${id}.pb.gz`],
    ['of another form', `profiles/acme/api/1970/01/01/00/${id}.txt`],
    ['without an hour', `profiles/acme/api/1970/01/01/${id}.pb.gz`],
    ['with a service of two parts', `profiles/acme/team/api/1970/01/01/00/${id}.pb.gz`],
    ['with an escape that is none', `profiles/acme/%zz/1970/01/01/00/${id}.pb.gz`],
    ['with half a character', `profiles/acme/%C3/1970/01/01/00/${id}.pb.gz`],
    ['with something behind it', `profiles/acme/api/1970/01/01/00/${id}.pb.gz.tmp`],
    ['of nothing', ''],
  ])('%s is none', (_, key) => {
    expect(parseProfileKey(key)).toBeUndefined()
  })
})

describe('the key of a socket table', () => {
  it('has the day of its slot, and a service as one part', () => {
    const id = socketsId('web-1@unmarked', 'lsof', Date.parse('2026-09-07T05:59:00Z'))
    expect(objectKey.sockets('acme', 'team/api:80', id)).toBe(
      `sockets/acme/team%2Fapi%3A80/2026/09/07/${id}.txt.gz`,
    )
  })

  it('says again what it was made of, and is no profile', () => {
    fc.assert(
      fc.property(anyName, anyName, anyProcess, anySecond, (tenant, service, process, at) => {
        const name = { tenant: tenant.replaceAll('/', '-'), service, id: socketsId(process, 'ss', at) }
        const key = objectKey.sockets(name.tenant, service, name.id)
        expect([parseSocketsKey(key), parseIndexedKey(key)]).toEqual([name, name])
        expect(parseProfileKey(key)).toBeUndefined()
      }),
    )
  })

  it.each(['sockets/acme/api/1970/01/01/00/x.txt.gz', 'sockets/acme/api/1970/01/x.txt.gz', 'sockets/', ''])(
    '%j is none',
    (key) => {
      expect(parseSocketsKey(key)).toBeUndefined()
    },
  )

  it('is another one for each process, tool and slot', () => {
    const ids = ['web-1@a', 'web-2@a'].flatMap((process) =>
      (['ss', 'lsof'] as const).flatMap((tool) => [0, 60_000].map((at) => socketsId(process, tool, at))),
    )
    expect(new Set(ids).size).toBe(8)
  })
})

describe('row keys', () => {
  it('put a snapshot into the partition of its day', () => {
    fc.assert(
      fc.property(anyId, (snapshot) => {
        const start = slotStartOf(snapshot) ?? 0
        const [day] = daysBetween(start, start)
        expect(rowKey.snapshot('acme', 'api', snapshot)).toEqual({ pk: `acme#api#${day}`, sk: snapshot })
        const spread = { pk: `acme#api#${day}#3f`, sk: snapshot }
        expect(rowKey.snapshot('acme', 'api', snapshot, '3f')).toEqual(spread)
      }),
    )
  })

  it('of what the judge reads lie in its range, and no others of the partition', () => {
    const { pk, from, to } = rowKey.judgeState('acme', 'api')
    const inside = ({ pk: partition, sk }: { pk: string; sk: string }): boolean =>
      partition === pk && sk >= from && sk <= to
    expect(inside(rowKey.cursor('acme', 'api'))).toBe(true)
    expect(inside(rowKey.finding('acme', 'api', 'ffffffffffffffff'))).toBe(true)
    expect(inside(rowKey.late('acme', 'api', 0))).toBe(true)
    expect(inside(rowKey.layout('acme', 'api'))).toBe(false)
    expect(inside(rowKey.quiet('acme', 'api'))).toBe(false)
    expect(inside(rowKey.sockets('acme', 'api', '0'))).toBe(false)
    expect(inside(rowKey.process('acme', 'api', 'web-1@unmarked'))).toBe(false)
    expect(inside(rowKey.finding('acme', 'apis', 'ffffffffffffffff'))).toBe(false)
  })

  it('name every day that a range of time touches', () => {
    const midnight = Date.parse('2026-02-28T00:00:00Z')
    expect(daysBetween(midnight, midnight)).toEqual(['2026-02-28'])
    expect(daysBetween(midnight - 1, midnight + DAY)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(daysBetween(midnight, midnight - 1)).toEqual([])
  })
})

describe('the key of an upload', () => {
  it('is read back as tenant and id', () => {
    const anyTenant = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/)
    fc.assert(
      fc.property(anyTenant, fc.uuid(), (tenant, id) => {
        expect(parseUploadKey(objectKey.upload(tenant, id))).toEqual({ tenant, id })
      }),
    )
  })

  it.each([
    '',
    'uploads/',
    'uploads/acme',
    'uploads/acme/',
    'uploads/acme/1',
    'uploads//0b6d3f3a-0000-4000-8000-000000000000',
    'uploads/acme/0B6D3F3A-0000-4000-8000-000000000000',
    'uploads/acme/0b6d3f3a-0000-4000-8000-000000000000/x',
    'profiles/acme/0b6d3f3a-0000-4000-8000-000000000000',
    '/uploads/acme/0b6d3f3a-0000-4000-8000-000000000000',
  ])('is none: %j', (key) => {
    expect(parseUploadKey(key)).toBeUndefined()
  })
})
