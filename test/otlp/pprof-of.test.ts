import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { readPprof } from '#shared/goroutine/pprof.ts'
import { Dictionary } from '#shared/otlp/dictionary.ts'
import { ProfileSchema, ProfilesDictionarySchema } from '#shared/otlp/otlp_pb.ts'
import { pprofOf, Room } from '#shared/otlp/pprof-of.ts'
import { DICTIONARY, type PlainProfile, profile, profileInit } from '#test/support/otlp.ts'

const ROOM = 1_000_000
type Tables = Parameters<typeof create<typeof ProfilesDictionarySchema>>[1]

function pprof(one: PlainProfile, tables: Tables = DICTIONARY, room = ROOM) {
  const made = create(ProfileSchema, profileInit(one))
  return pprofOf(made, new Dictionary(create(ProfilesDictionarySchema, tables)), new Room(room))
}

function read(bytes: Uint8Array) {
  const reading = readPprof(bytes, DEFAULT_READ_LIMITS)
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}

const text = (value: string) => ({ value: { case: 'stringValue', value } as const })

describe('a profile of OTLP, written as profile.proto', () => {
  test('has its stacks, counts and time', () => {
    const { groups, total, takenAt } = read(
      pprof(profile(5, 2, { timeUnixNano: 1_700_000_000_123_456_789n })),
    )
    expect([total, takenAt]).toEqual([7, 1_700_000_000_123])
    expect(groups.map(({ frames, count }) => [frames, count])).toEqual([
      [['main.recv', 'main.worker'], 5],
      [['main.send', 'main.worker'], 2],
    ])
  })

  test('counts a sample without values by its timestamps, and adds values of one', () => {
    const samples = [
      { stackIndex: 1, timestampsUnixNano: [9n, 9n, 9n] },
      { stackIndex: 2, values: [1n, 1n] },
    ]
    expect(read(pprof(profile(0, 0, { samples }))).groups.map(({ count }) => count)).toEqual([3, 2])
  })

  test('has inlined calls, keys of labels, and the build id of the mapping', () => {
    const stringTable = [...DICTIONARY.stringTable, 'tenant', 'process.executable.build_id.gnu', 'job']
    const tables: Tables = {
      ...DICTIONARY,
      stringTable,
      attributeTable: [
        {},
        {
          keyStrindex: 8,
          value: { value: { case: 'arrayValue', value: { values: [text('acme')] } } as const },
        },
        { keyStrindex: 9, value: text('4f3a') },
        { keyStrindex: 10, value: { value: { case: 'stringValueStrindex', value: 3 } as const } },
      ],
      mappingTable: [{}, { attributeIndices: [2] }],
      locationTable: [{}, { mappingIndex: 1, lines: [{ functionIndex: 1 }, { functionIndex: 3 }] }],
      stackTable: [{}, { locationIndices: [1] }],
    }
    const samples = [{ stackIndex: 1, values: [4n], attributeIndices: [1, 3, 0] }]
    const { groups, buildId } = read(pprof(profile(0, 0, { samples }), tables))
    expect(buildId).toBe('4f3a')
    expect(groups).toMatchObject([
      {
        frames: ['main.recv', 'main.worker'],
        count: 4,
        labelKeys: new Map([
          ['tenant', 4],
          ['job', 4],
        ]),
      },
    ])
  })

  test('is the same bytes for the same profile', () => {
    expect(pprof(profile(5, 2))).toEqual(pprof(profile(5, 2)))
  })

  test('has the goroutines of any samples, stack by stack', () => {
    const sample = fc.record({
      stackIndex: fc.integer({ min: 1, max: 2 }),
      values: fc.array(fc.bigInt(1n, 99n), { minLength: 1, maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 20 }), (samples) => {
        const counts = new Map<string, number>()
        for (const { stackIndex, values } of samples) {
          const leaf = stackIndex === 1 ? 'main.recv' : 'main.send'
          counts.set(leaf, (counts.get(leaf) ?? 0) + Number(values.reduce((a, b) => a + b)))
        }
        const { groups } = read(pprof(profile(0, 0, { samples })))
        expect(new Map(groups.map(({ frames, count }) => [frames[0], count]))).toEqual(counts)
      }),
    )
  })
})

describe('is refused:', () => {
  const one = (sample: NonNullable<PlainProfile['samples']>[number]) =>
    profile(0, 0, { samples: [{ stackIndex: 1, values: [1n], ...sample }] })
  const rows: readonly (readonly [string, string, PlainProfile, Tables?])[] = [
    ['a stack that no row is', 'malformed-profile', one({ stackIndex: 3 })],
    ['a stack before the first', 'malformed-profile', one({ stackIndex: -1 })],
    ['an attribute that no row is', 'malformed-profile', one({ attributeIndices: [1] })],
    [
      'a location that no row is',
      'malformed-profile',
      one({}),
      { ...DICTIONARY, stackTable: [{}, { locationIndices: [4] }] },
    ],
    ['a function that no row is', 'malformed-profile', one({}), { ...DICTIONARY, functionTable: [{}] }],
    [
      'a mapping that no row is',
      'malformed-profile',
      one({}),
      { ...DICTIONARY, locationTable: [{}, { mappingIndex: 1 }, {}, {}] },
    ],
    [
      'a name that no row is',
      'malformed-profile',
      one({}),
      { ...DICTIONARY, stringTable: ['', 'goroutine', 'count'] },
    ],
    ['no dictionary', 'malformed-profile', one({}), {}],
    ['a sample of nothing', 'malformed-profile', one({ values: [] })],
    [
      'values and times of other numbers',
      'malformed-profile',
      one({ values: [1n, 2n], timestampsUnixNano: [9n] }),
    ],
    ['a time after the last', 'malformed-profile', profile(1, 1, { timeUnixNano: 2n ** 63n })],
    ['a sample of several times', 'delta-profile', one({ values: [1n, 1n], timestampsUnixNano: [8n, 9n] })],
    ['a profile of some seconds', 'delta-profile', profile(1, 1, { durationNano: 5n })],
  ]
  const cases = rows.map(([name, reason, given, tables = DICTIONARY]) => ({ name, reason, given, tables }))

  test.each(cases)('$name: $reason', ({ reason, given, tables }) => {
    expect(() => pprof(given, tables)).toThrow(expect.objectContaining({ reason }))
  })

  test('samples that share one large stack, before they are written', () => {
    const locationIndices = Array.from({ length: 1_000 }, (_, i) => 1 + (i % 3))
    const samples = Array.from({ length: 10_000 }, () => ({ stackIndex: 1, values: [1n] }))
    expect(() =>
      pprof(profile(0, 0, { samples }), { ...DICTIONARY, stackTable: [{}, { locationIndices }] }),
    ).toThrow(expect.objectContaining({ reason: 'inflated-too-large', limit: ROOM }))
  })

  test('profiles that share one large table, before they are written', () => {
    const tables = create(ProfilesDictionarySchema, {
      ...DICTIONARY,
      stringTable: DICTIONARY.stringTable.map((name) => name.padEnd(100_000, 'x')),
    })
    const room = new Room(ROOM)
    const dictionary = new Dictionary(tables)
    const write = () => pprofOf(create(ProfileSchema, profileInit(profile(1))), dictionary, room)
    expect(write().length).toBeLessThan(ROOM)
    expect(() => [write(), write(), write()]).toThrow(
      expect.objectContaining({ reason: 'inflated-too-large' }),
    )
  })
})
