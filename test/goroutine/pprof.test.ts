import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'
import { readPprof } from '#shared/goroutine/pprof.ts'
import { type ProfileSketch, packed, type SampleSketch, unpacked } from './profile-proto.ts'
import { bytes, group, int, text, varint } from './wire.ts'

const limits = DEFAULT_READ_LIMITS

function read(content: Uint8Array): GoroutineProfile {
  const reading = readPprof(content, limits)
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}

function reasonOf(content: Uint8Array | readonly number[], bounds = limits) {
  const reading = readPprof(Uint8Array.from(content), bounds)
  return reading.answer === 'broken' ? reading.broken.reason : reading.answer
}

const name = fc.constantFrom('main.a', 'main.b', 'main.(*T).c', 'net/http.(*conn).serve', 'main.größe')
const location = fc.array(name, { minLength: 1, maxLength: 3 })
const sample: fc.Arbitrary<SampleSketch> = fc.record({
  stack: fc.array(location, { maxLength: 5 }),
  count: fc.integer({ min: 1, max: 1000 }),
  labels: fc.uniqueArray(fc.constantFrom('endpoint', 'tenant', 'job'), { maxLength: 2 }),
})
const samples = fc.array(sample, { maxLength: 30 })

/** Goroutines by stack, and by stack and label key, added up the slow way. */
function expectedCounts(sketches: readonly SampleSketch[]) {
  const counts = new Map<string, number>()
  const add = (key: unknown, count: number) => {
    counts.set(JSON.stringify(key), (counts.get(JSON.stringify(key)) ?? 0) + count)
  }
  for (const { stack, count, labels = [] } of sketches) {
    add(stack.flat(), count)
    for (const label of labels) add([label, stack.flat()], count)
  }
  return counts
}

function countsOf(profile: GoroutineProfile) {
  return new Map(
    profile.groups.flatMap(({ frames, count, labelKeys }) => [
      [JSON.stringify(frames), count] as const,
      ...[...labelKeys].map(([key, n]) => [JSON.stringify([key, frames]), n] as const),
    ]),
  )
}

describe('a profile that another encoder wrote', () => {
  test('has the stacks, counts and label keys that were put in', () => {
    fc.assert(
      fc.property(samples, (sketches) => {
        const profile = read(packed({ samples: sketches }))
        expect(countsOf(profile)).toEqual(expectedCounts(sketches))
        expect(profile.total).toBe(sketches.reduce((sum, { count }) => sum + count, 0))
      }),
    )
  })

  test('reads the same with unpacked numbers, strings first and fields in another order', () => {
    fc.assert(
      fc.property(samples, (sketches) => {
        expect(read(unpacked({ samples: sketches }))).toEqual(read(packed({ samples: sketches })))
      }),
    )
  })

  test('reads the same whatever ids its rows have', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 2 ** 40 }), (sketches, step) => {
        const other = packed({ samples: sketches, id: (row) => (row + 1) * step })
        const mixed = packed({ samples: sketches, id: (row) => (row === 0 ? 1000 : row + 1) })
        expect(read(mixed)).toEqual(read(packed({ samples: sketches })))
        const falling = packed({ samples: sketches, id: (row) => 10_000 - row })
        expect(read(other)).toEqual(read(packed({ samples: sketches })))
        expect(read(falling)).toEqual(read(packed({ samples: sketches })))
      }),
    )
  })

  test('may carry fields and groups that nobody knows', () => {
    const known = unpacked({ samples: [one] })
    const unknown = [
      ...int(99, 7),
      ...group(98, [...group(97, int(1, 2)), ...text(3, 'x')]),
      ...[0xf1, 6, 1, 2, 3, 4, 5, 6, 7, 8],
    ]
    expect(read(Uint8Array.from([...known, ...unknown]))).toEqual(read(known))
  })
})

const one: SampleSketch = { stack: [['main.a']], count: 3 }

describe('beside the stacks', () => {
  test('time is taken in milliseconds and the build id from the first mapping', () => {
    const profile = read(packed({ samples: [one], timeNanos: 1_763_000_000_123_999_999n, buildId: '5eed' }))
    expect(profile).toMatchObject({ takenAt: 1_763_000_000_123, buildId: '5eed', debug: 0, problems: [] })
  })

  test('a profile without them has neither', () => {
    expect(read(packed({ samples: [one] }))).toMatchObject({ takenAt: undefined, buildId: undefined })
  })

  test('every goroutine of a goroutineleak profile is leaked', () => {
    const profile = read(packed({ samples: [one], type: 'goroutineleak' }))
    expect(profile).toMatchObject({ type: 'goroutineleak', groups: [{ count: 3, leaked: 3 }] })
  })

  test('a sample of no goroutine is no group', () => {
    expect(read(packed({ samples: [{ ...one, count: 0 }] }))).toMatchObject({ total: 0, groups: [] })
  })
})

describe('the root is lost', () => {
  const deep = (locations: number, root: string): SampleSketch => ({
    stack: [...new Array<string[]>(locations - 1).fill(['main.deep']), [root]],
    count: 1,
  })
  const rows = [
    { name: 'at 128 locations', give: [deep(128, 'main.a')], want: [true] },
    { name: 'not at 127', give: [deep(127, 'main.a')], want: [false] },
    {
      name: 'at 32 where no stack is longer (Go 1.22 and before)',
      give: [deep(31, 'main.a'), deep(32, 'main.b')],
      want: [false, true],
    },
    {
      name: 'not at 32 where one is longer',
      give: [deep(32, 'main.a'), deep(33, 'main.b')],
      want: [false, false],
    },
    {
      name: 'not where a shorter stack has the same entry function',
      give: [deep(31, 'main.a'), deep(32, 'main.a')],
      want: [false, false],
    },
  ]
  test.for(rows)('$name', ({ give, want }) => {
    expect(read(packed({ samples: give })).groups.map(({ rootLost }) => rootLost)).toEqual(want)
  })
})

describe('a location without a function', () => {
  test('gives its address where the stack has nothing else, and one problem', () => {
    const profile = read(packed({ samples: [{ stack: [[]], count: 2 }] }))
    expect(profile.groups).toMatchObject([{ frames: ['0x400001'], count: 2 }])
    expect(profile.problems).toHaveLength(1)
  })

  test('is one whose function has no name', () => {
    expect(read(packed({ samples: [{ stack: [['']], count: 2 }] })).groups).toMatchObject([
      { frames: ['0x400001'] },
    ])
  })

  test('is left out of a stack that has functions', () => {
    expect(read(packed({ samples: [{ stack: [[], ['main.a']], count: 2 }] })).groups).toMatchObject([
      { frames: ['main.a'] },
    ])
  })
})

describe('a profile is refused', () => {
  const nested = (depth: number): number[] => (depth === 0 ? [] : group(98, nested(depth - 1)))
  const type = bytes(1, [...int(1, 1), ...int(2, 2)])
  const strings = ['', 'goroutine', 'count', 'main.a'].flatMap((string) => text(6, string))
  const func = bytes(5, [...int(1, 1), ...int(2, 3)])
  const place = bytes(4, [...int(1, 1), ...bytes(4, int(1, 1))])
  const shot = bytes(2, [...bytes(1, [1]), ...bytes(2, [1])])
  const rest = [...func, ...strings]
  const many = (count: number): ProfileSketch => ({
    samples: Array.from({ length: count }, (_, i) => ({ stack: [[`main.f${i % 7}`]], count: 1 })),
  })
  const rows: { name: string; give: Uint8Array | number[]; want: string }[] = [
    { name: 'not if it is well-formed', give: [...type, ...shot, ...place, ...rest], want: 'recognised' },
    {
      name: 'with a function name outside the string table',
      give: [...type, ...shot, ...place, ...bytes(5, [...int(1, 1), ...int(2, 4)]), ...strings],
      want: 'malformed-profile',
    },
    {
      name: 'with a function that is not there',
      give: [...type, ...shot, ...bytes(4, [...int(1, 1), ...bytes(4, int(1, 9))]), ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a location that is not there',
      give: [...type, ...bytes(2, [...bytes(1, [2]), ...bytes(2, [1])]), ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a negative location id',
      give: [...type, ...bytes(2, [...int(1, -1), ...int(2, 1)]), ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a label key outside the string table',
      give: [
        ...type,
        ...bytes(2, [...bytes(1, [1]), ...bytes(2, [1]), ...bytes(3, int(1, 77))]),
        ...place,
        ...rest,
      ],
      want: 'malformed-profile',
    },
    {
      name: 'with a sample type outside the string table',
      give: [...bytes(1, [...int(1, 50), ...int(2, 2)]), ...shot, ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a location of id 0',
      give: [...type, ...bytes(4, int(1, 0)), ...rest],
      want: 'malformed-profile',
    },
    { name: 'with two functions of one id', give: [...type, ...func, ...rest], want: 'malformed-profile' },
    {
      name: 'with two values for one sample type',
      give: [...type, ...bytes(2, [...bytes(1, [1]), ...bytes(2, [1, 2])]), ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a count beyond exact numbers',
      give: [...type, ...bytes(2, [...bytes(1, [1]), ...int(2, 2n ** 53n)]), ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with counts that add up beyond exact numbers',
      give: [
        ...type,
        ...[1, 2].flatMap(() => bytes(2, [...bytes(1, [1]), ...int(2, 2n ** 53n - 1n)])),
        ...place,
        ...rest,
      ],
      want: 'malformed-profile',
    },
    {
      name: 'with a number of eleven bytes',
      give: [...type, ...shot, ...varint(9 * 8), ...new Array(10).fill(0x80), 1, ...place, ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a field longer than the profile',
      give: [...type, ...shot, ...varint(2 * 8 + 2), 100, 1],
      want: 'malformed-profile',
    },
    {
      name: 'with a message as a number',
      give: [...type, ...shot, ...int(4, 1), ...rest],
      want: 'malformed-profile',
    },
    {
      name: 'with a group that does not end',
      give: [...type, ...shot, ...place, ...rest, ...varint(98 * 8 + 3)],
      want: 'malformed-profile',
    },
    {
      name: 'with well-formed groups 1,000 deep',
      give: [...type, ...shot, ...place, ...rest, ...nested(1000)],
      want: 'malformed-profile',
    },
    {
      name: 'not with groups 50 deep',
      give: [...type, ...shot, ...place, ...rest, ...nested(50)],
      want: 'recognised',
    },
    {
      name: 'with a sample of 1,025 label keys',
      give: [
        ...type,
        ...bytes(2, Array.from({ length: 1025 }, (_, key) => bytes(3, int(1, key))).flat()),
        ...rest,
      ],
      want: 'malformed-profile',
    },
    {
      name: 'with groups a thousand deep',
      give: [...type, ...shot, ...new Array(1000).fill(varint(98 * 8 + 3)).flat()],
      want: 'malformed-profile',
    },
    {
      name: 'with a negative count',
      give: [...type, ...bytes(2, [...bytes(1, [1]), ...int(2, -1)]), ...place, ...rest],
      want: 'delta-profile',
    },
    { name: 'with a duration', give: packed({ samples: [one], durationNanos: 5e9 }), want: 'delta-profile' },
    {
      name: 'of the heap',
      give: packed({ samples: [one], type: 'inuse_space', unit: 'bytes' }),
      want: 'not-a-goroutine-profile',
    },
    {
      name: 'of threads',
      give: packed({ samples: [one], type: 'threadcreate' }),
      want: 'not-a-goroutine-profile',
    },
    { name: 'of 16,001 samples', give: packed(many(16_001)), want: 'too-many-samples' },
    { name: 'not of 16,000', give: packed(many(16_000)), want: 'recognised' },
    {
      name: 'of 1,025 frames in one stack',
      give: packed({ samples: [{ stack: new Array(1025).fill(['main.a']), count: 1 }] }),
      want: 'too-many-frames',
    },
    {
      name: 'not of 1,024',
      give: packed({ samples: [{ stack: new Array(1024).fill(['main.a']), count: 1 }] }),
      want: 'recognised',
    },
    {
      name: 'of 1,025 calls inlined into one',
      give: packed({ samples: [{ stack: [new Array(1025).fill('main.a')], count: 1 }] }),
      want: 'too-many-frames',
    },
    {
      name: 'of a name of 65,536 bytes',
      give: packed({ samples: [{ stack: [['m'.repeat(65_536)]], count: 1 }] }),
      want: 'malformed-profile',
    },
    {
      name: 'not of 65,535',
      give: packed({ samples: [{ stack: [['m'.repeat(65_535)]], count: 1 }] }),
      want: 'recognised',
    },
  ]
  test.for(rows)('$name', ({ give, want }) => {
    expect(reasonOf(give)).toBe(want)
  })

  test('a small one that names one deep location in many stacks, before it is unfolded', () => {
    const inlined = new Array<string>(1000).fill('main.a')
    const stacks = Array.from({ length: 400 }, (_, i) => ({ stack: [inlined, [`main.f${i}`]], count: 1 }))
    const small = packed({ samples: stacks })
    expect(small.length).toBeLessThan(40_000)
    expect(reasonOf(small, { ...limits, samples: 1_000 })).toBe('too-many-frames')
  })

  test('with the limit and what was found', () => {
    const reading = readPprof(packed(many(16_001)), limits)
    expect(reading).toMatchObject({ broken: { limit: 16_000, actual: 16_001 } })
  })

  test('naming the type that was found', () => {
    const reading = readPprof(packed({ samples: [one], type: 'cpu', unit: 'nanoseconds' }), limits)
    expect(reading).toMatchObject({ broken: { detail: expect.stringContaining('cpu/nanoseconds') } })
  })
})

test('a profile cut anywhere is refused, or has all its goroutines', () => {
  const whole = packed({ samples: [one, { stack: [['main.b'], ['main.a']], count: 9, labels: ['k'] }] })
  const totals = Array.from(whole, (_, end) => {
    const reading = readPprof(whole.subarray(0, end), limits)
    return reading.answer === 'recognised' ? reading.profile.total : reading.answer
  })
  expect(new Set(totals)).toEqual(new Set(['not-mine', 'broken', 12]))
})
