import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDebug2 } from '#shared/goroutine/debug2.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'

const limits = DEFAULT_READ_LIMITS

/** One goroutine as it will be printed, and what has to be read from it. */
interface Sketch {
  readonly frames: readonly string[]
  readonly state: string
  readonly minutes: number
  readonly leaked: boolean
  readonly creator: string | undefined
  readonly labels: readonly string[]
}

const goroutine: fc.Arbitrary<Sketch> = fc.record({
  frames: fc.array(
    fc.constantFrom('main.a', 'main.b', 'main.(*T[...]).c', 'net/http.(*conn).serve', 'main.größe'),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  state: fc.constantFrom(
    'chan send',
    'select (no cases)',
    'chan receive (nil chan)',
    'sync.Mutex.Lock',
    'IO wait',
  ),
  minutes: fc.integer({ min: 0, max: 3 }),
  leaked: fc.boolean(),
  creator: fc.constantFrom(undefined, 'main.main', 'main.(*T[...]).start.func1'),
  labels: fc.uniqueArray(fc.constantFrom('endpoint', 'tenant', 'job'), { maxLength: 2 }),
})

/** Spellings that must not change what is read: of labels by Go version, of arguments, of line ends. */
const spelling = fc.record({
  labels: fc.constantFrom('1.26', '1.27'),
  pointers: fc.constantFrom('', ' gp=0xc000006000 m=0 mp=0xb08f00', ' gp=0xc000006c40 m=nil'),
  notes: fc.constantFrom(
    '',
    ', locked to thread',
    ', synctest bubble 4',
    ', locked to thread, synctest group 1',
  ),
  args: fc.constantFrom('...', '', '0xc000012345, {0x1, 0x2}, 0x3?', '{{...}, ...}'),
  location: fc.constantFrom(
    '/src/a.go:17',
    'C:/Program Files (x86)/a.go:17 +0x1d',
    '_cgo_gotypes.go:56 +0x45',
  ),
  lineEnd: fc.constantFrom('\n', '\r\n'),
})
type Spelling = typeof spelling extends fc.Arbitrary<infer S> ? S : never

function printed(sketch: Sketch, id: number, how: Spelling): string {
  const pairs = sketch.labels
    .map((key) => (how.labels === '1.26' ? `"${key}": "v]"` : `${key}: "v]"`))
    .join(', ')
  const inside = pairs !== '' && how.labels === '1.26' ? ` labels:{${pairs}}` : ''
  const behind = pairs !== '' && how.labels === '1.27' ? ` {${pairs}}` : ''
  const minutes = sketch.minutes > 0 ? `, ${sketch.minutes} minutes` : ''
  const state = `${sketch.state}${sketch.leaked ? ' (leaked)' : ''}${minutes}${how.notes}${inside}`
  const lines = [
    `goroutine ${id}${how.pointers} [${state}]${behind}:`,
    ...sketch.frames.flatMap((frame) => [`${frame}(${how.args})`, `\t${how.location}`]),
    ...(sketch.creator === undefined
      ? []
      : [`created by ${sketch.creator} in goroutine 1`, '\t/src/a.go:3 +0x5']),
  ]
  return lines.map((line) => line + how.lineEnd).join('')
}

function dump(sketches: readonly Sketch[], how: Spelling): Buffer {
  return Buffer.from(sketches.map((sketch, i) => printed(sketch, i * 7 + 1, how)).join(how.lineEnd))
}

function read(content: Uint8Array): GoroutineProfile {
  const reading = readDebug2(content, limits)
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}

/** Groups without their order, in a form that two profiles can be compared in. */
function groupSet(profile: GoroutineProfile) {
  return new Map(profile.groups.map((group) => [JSON.stringify(group.frames), group]))
}

/** What has to be counted, added up the slow way: `frames`, then what is counted, then its value. */
function expectedCounts(sketches: readonly Sketch[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { frames, state, minutes, leaked, creator, labels } of sketches) {
    const facts = [['count'], ['state', state], ...labels.map((key) => ['label', key])]
    if (minutes > 0) facts.push(['minutes', String(minutes)])
    if (leaked) facts.push(['leaked'])
    if (creator !== undefined) facts.push(['creator', creator])
    for (const fact of facts) {
      const key = JSON.stringify([frames, ...fact])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}

function countsOf(profile: GoroutineProfile): Map<string, number> {
  const counts = new Map<string, number>()
  for (const group of profile.groups) {
    const set = (fact: readonly string[], n: number) => counts.set(JSON.stringify([group.frames, ...fact]), n)
    set(['count'], group.count)
    if (group.leaked > 0) set(['leaked'], group.leaked)
    for (const [state, n] of group.states) set(['state', state], n)
    for (const [minutes, n] of group.waitMinutes) set(['minutes', String(minutes)], n)
    for (const [creator, n] of group.creators) set(['creator', creator], n)
    for (const [key, n] of group.labelKeys) set(['label', key], n)
  }
  return counts
}

const some = fc.array(goroutine, { minLength: 1, maxLength: 40 })

describe('a full stack dump', () => {
  test('is counted by stack, state, age, creator and label key, however a Go version spells it', () => {
    fc.assert(
      fc.property(some, spelling, (sketches, how) => {
        const profile = read(dump(sketches, how))
        expect(countsOf(profile)).toEqual(expectedCounts(sketches))
        expect(profile).toMatchObject({ total: sketches.length, problems: [], debug: 2 })
        expect(profile.type).toBe(sketches.some(({ leaked }) => leaked) ? 'goroutineleak' : 'goroutine')
      }),
    )
  })

  test('has the same groups in any order of its goroutines', () => {
    const shuffled = some.chain((sketches) =>
      fc.tuple(fc.constant(sketches), fc.shuffledSubarray(sketches, { minLength: sketches.length })),
    )
    fc.assert(
      fc.property(shuffled, spelling, ([sketches, other], how) => {
        expect(groupSet(read(dump(other, how)))).toEqual(groupSet(read(dump(sketches, how))))
      }),
    )
  })

  test('that is cut anywhere loses the goroutine of the cut at most', () => {
    fc.assert(
      fc.property(some, spelling, fc.nat(), (sketches, how, at) => {
        const whole = dump(sketches, how)
        const cut = whole.subarray(0, at % whole.length)
        const begun = cut.toString().match(/^goroutine \d+.*:\r?$/gm)?.length ?? 0
        const reading = readDebug2(cut, limits)
        const total = reading.answer === 'recognised' ? reading.profile.total : 0
        expect(total).toBeGreaterThanOrEqual(begun - 1)
        expect(total).toBeLessThanOrEqual(begun)
      }),
    )
  })

  test('counts every readable goroutine beside unreadable ones, and names the lines of these', () => {
    fc.assert(
      fc.property(some, spelling, fc.nat(), (sketches, how, at) => {
        const blocks = sketches.map((sketch, i) => printed(sketch, i + 1, how))
        const place = at % (blocks.length + 1)
        const odd = `goroutine 99 [chan send${how.lineEnd}main.odd()${how.lineEnd}\t/src/a.go:1${how.lineEnd}`
        const text = blocks.toSpliced(place, 0, odd).join(how.lineEnd)
        const profile = read(Buffer.from(text))
        const line = text.slice(0, text.indexOf('goroutine 99 ')).split('\n').length
        expect(profile.total).toBe(sketches.length)
        expect(profile.problems).toMatchObject([{ line, text: 'goroutine 99 [chan send' }])
      }),
    )
  })
})

describe('limits hold while a full stack dump is read', () => {
  const block = (id: number, frames: readonly string[]) =>
    `goroutine ${id} [select]:\n${frames.map((frame) => `${frame}()\n\t/a.go:1\n`).join('')}\n`
  const stacks = (count: number) =>
    Array.from({ length: count }, (_, i) => block(i + 1, [`main.f${i}`])).join('')
  const reasonOf = (text: string) => {
    const reading = readDebug2(Buffer.from(text), { ...limits, samples: 50 })
    return reading.answer === 'broken' ? reading.broken : reading.answer
  }

  test('50 stacks', () => expect(reasonOf(stacks(50))).toBe('recognised'))
  test('51 stacks', () => {
    expect(reasonOf(stacks(51))).toMatchObject({ reason: 'too-many-samples', limit: 50, actual: 51 })
  })
  test('one stack of 1,025 frames', () => {
    const text = block(1, new Array<string>(1025).fill('main.f'))
    expect(reasonOf(text)).toMatchObject({ reason: 'too-many-frames', limit: 1024, actual: 1025 })
  })
  test('a name of 65,536 bytes', () => {
    expect(reasonOf(block(1, ['m'.repeat(65_536)]))).toMatchObject({
      reason: 'malformed-profile',
      limit: 65_535,
    })
  })
  test('a thousand problems, the last of which says how many more there were', () => {
    const profile = read(Buffer.from(block(1, ['main.f']) + 'odd\n'.repeat(5_000)))
    expect(profile.problems).toHaveLength(1_000)
    expect(profile.problems.at(-1)?.why).toContain('4000 more')
  })
  test('200 characters of an odd line', () => {
    const profile = read(Buffer.from(block(1, ['main.f']) + 'ö'.repeat(5_000)))
    expect(profile.problems[0]?.text).toBe('ö'.repeat(200))
  })
  test('a dump of exactly 64 MiB, where the runtime cuts, loses its last goroutine if that has no creator', () => {
    const last = block(2, ['main.g']).trimEnd()
    const pad = Buffer.alloc(64 * 1024 * 1024, 'x')
    pad.write(block(1, ['main.f']))
    pad.write(`\n\n${last}\n`, pad.length - last.length - 3)
    expect(read(pad)).toMatchObject({ total: 1, problems: [{ line: 5 }, { text: 'goroutine 2 [select]:' }] })
  })
})
