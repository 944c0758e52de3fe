import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Held, heldUp } from '#shared/analysis/waiting/holders.ts'
import { readIndividuals } from '#shared/goroutine/individual.ts'

const FIXTURES = new URL('../../fixtures/analysis/waiting/', import.meta.url)
const text = (name: string): string => readFileSync(new URL(`${name}.txt`, FIXTURES), 'utf8')
const heldIn = (dump: string): Held[] => heldUp(readIndividuals(Buffer.from(dump)).individuals)
const saysOf = (held: readonly Held[]): string => held.flatMap(({ says }) => says).join('\n')

describe.each(['go1.21', 'go1.27'])('dumps by %s', (version) => {
  const held = (program: string): Held[] => heldIn(text(`${version}.${program}`))

  test('name the goroutine that asks a server while it holds the mutex', () => {
    expect(held('held')).toMatchObject([
      {
        primitive: 'sync.Mutex',
        type: 'main.(*store)',
        waiters: 4,
        oldest: 1,
        holders: [
          { function: 'main.(*store).refresh', place: 'example.com/lock/main.go:28', evidence: 'type' },
        ],
        deadlock: false,
      },
    ])
    expect(saysOf(held('held'))).toMatch(
      /likely holder: goroutine \d+ in main\.\(\*store\)\.refresh \(main\.go:28\), select for 1 min in net\/http/,
    )
  })

  test('say that two locks taken in two orders are a deadlock, each step by goroutine', () => {
    const [first] = held('crossed')
    expect(first).toMatchObject({ primitive: 'sync.Mutex', type: 'main.(*account)', deadlock: true })
    expect(first?.holders[0]).toMatchObject({ place: 'example.com/lock/main.go:72', evidence: 'object' })
    expect(first?.says.join('\n')).toMatch(
      /^Deadlock: goroutine (\d+) waits for sync\.Mutex 0x[0-9a-f]+, which goroutine (\d+) likely holds; goroutine \2 waits for sync\.Mutex 0x[0-9a-f]+, which goroutine \1 likely holds\.$/m,
    )
  })

  test('say that a read lock that is upgraded waits for itself', () => {
    expect(held('upgraded')).toMatchObject([
      { primitive: 'sync.RWMutex', waiters: 4, holders: [], deadlock: true },
    ])
    expect(saysOf(held('upgraded'))).toContain('main.(*table).fill waits for readers to leave')
  })

  test('say that a read lock taken twice around a writer is a deadlock', () => {
    const [first] = held('readtwice')
    expect(first).toMatchObject({
      primitive: 'sync.RWMutex',
      deadlock: true,
      holders: [{ function: 'main.(*table).sum', evidence: 'nested' }],
    })
    expect(saysOf(held('readtwice'))).toContain('a second RLock never returns')
  })

  test('say that one who waits below another method of the same type may wait for itself', () => {
    expect(held('twice')).toMatchObject([
      { waiters: 2, deadlock: false, holders: [{ function: 'main.(*nested).outer', evidence: 'caller' }] },
    ])
    expect(saysOf(held('twice'))).toContain('may hold it itself: goroutine')
  })

  test('tell a WaitGroup whose goroutines have all ended from one that still waits for somebody', () => {
    const groups = held('missingdone')
    expect(groups.map(({ primitive, deadlock }) => [primitive, deadlock])).toEqual([
      ['sync.WaitGroup', false],
      ['sync.WaitGroup', false],
    ])
    const lost = groups.find(({ holders }) => holders.length === 0)
    expect(lost?.says).toEqual([
      expect.stringContaining('in main.(*job).run, for 1 min.'),
      'No goroutine that it started is left, nor one that the same call started: some path returns without Done, or Add counted too many.',
    ])
    const slow = groups.find(({ holders }) => holders.length > 0)
    expect(slow?.holders).toMatchObject([{ function: 'main.(*job).slow', evidence: 'child' }])
  })

  test('say that a send under a lock and the receiver that wants the lock are likely a deadlock', () => {
    const [lock] = held('stuck')
    expect(lock).toMatchObject({ primitive: 'sync.Mutex', waiters: 3, deadlock: true })
    expect(saysOf(held('stuck'))).toMatch(
      /Likely a deadlock: goroutine (\d+) waits for sync\.Mutex 0x[0-9a-f]+, which goroutine (\d+) likely holds; goroutine \2 waits to send, and the dump shows only goroutine \1 that may receive\./,
    )
  })

  test('name who may signal a condition, and call nothing a deadlock', () => {
    expect(held('cond')).toMatchObject([
      {
        primitive: 'sync.Cond',
        waiters: 3,
        deadlock: false,
        holders: [{ function: 'main.(*gate).openSlowly' }],
      },
    ])
  })

  test('find the holder of a lock without a receiver behind the line that takes it', () => {
    expect(held('global')).toMatchObject([
      {
        primitive: 'sync.Mutex',
        type: null,
        waiters: 3,
        holders: [{ function: 'main.handle', evidence: 'line' }],
      },
    ])
  })

  test('name who is inside of a Once', () => {
    expect(held('once')).toMatchObject([
      { primitive: 'sync.Once', waiters: 2, holders: [{ function: 'main.load', state: 'chan receive' }] },
    ])
  })
})

test.each(['go1.24', 'go1.26'])('wherever %s puts the heap and the lock', (version) => {
  const [crossed] = heldIn(text(`${version}.crossed`))
  expect(crossed?.deadlock).toBe(true)
  expect(heldIn(text(`${version}.held`))[0]?.holders[0]?.function).toBe('main.(*store).refresh')
  expect(heldIn(text(`${version}.stuck`))[0]?.deadlock).toBe(true)
})

const goroutine = (id: number, state: string, frames: readonly string[]): string =>
  `goroutine ${id} [${state}]:\n${frames.map((frame) => `${frame}\n\t/src/main.go:${id} +0x1d\n`).join('')}\n`
const lock = (address: string): string[] => [
  'sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)',
  `sync.(*Mutex).lockSlow(0x${address})`,
  'sync.(*Mutex).Lock(...)',
]

describe('what is no holder', () => {
  test('the wrapper of a method value, or of a promoted method', () => {
    const dump = [
      goroutine(7, 'sync.Mutex.Lock', [
        ...lock('c000010008'),
        'main.(*store).Stop(0xc000010000)',
        'main.(*store).Stop-fm()',
        'main.run()',
      ]),
      goroutine(8, 'sync.Mutex.Lock', [...lock('c000010008'), 'main.(*store).put(0xc000010000)']),
      goroutine(9, 'IO wait', ['net.(*conn).Read(0xc000030000)', 'main.(*store).Read(0xc000010000)']).replace(
        '/src/main.go:9 +0x1d\n\n',
        '<autogenerated>:1 +0x1d\n\n',
      ),
    ].join('')
    expect(heldIn(dump)).toMatchObject([{ waiters: 2, holders: [], deadlock: false }])
  })

  test('the caller of a mutex that two have passed', () => {
    const put = (id: number) =>
      goroutine(id, 'sync.Mutex.Lock', [
        ...lock('c000010008'),
        'main.(*store).begin(0xc000010000)',
        'main.(*store).Update(0xc000010000)',
      ])
    expect(heldIn(put(7))).toMatchObject([{ holders: [{ evidence: 'caller' }], deadlock: false }])
    expect(heldIn(put(7) + put(8))).toMatchObject([{ waiters: 2, holders: [], deadlock: false }])
  })

  test('another object of the same type', () => {
    const dump = [
      goroutine(7, 'sync.Mutex.Lock', [...lock('c000010008'), 'main.(*store).put(0xc000010000)']),
      goroutine(8, 'IO wait', ['main.(*store).refresh(0xc000020000)']),
    ].join('')
    expect(heldIn(dump)).toEqual([])
  })

  test('an argument that may be stale and is of another object', () => {
    const dump = [
      goroutine(7, 'sync.WaitGroup.Wait', [
        'sync.(*WaitGroup).Wait(0xc000010000)',
        'main.(*job).run(0xc000010000)',
      ]),
      goroutine(8, 'chan receive', ['main.(*job).slow(0xc000010000?)', 'main.other()']),
    ].join('')
    expect(heldIn(dump).flatMap(({ holders }) => holders)).toEqual([])
  })

  test('a lock whose possible holder outside of the ring only waits for I/O', () => {
    const dump = [
      goroutine(7, 'sync.Mutex.Lock', [...lock('c000010008'), 'main.(*a).one(0xc000010000, 0xc000020000)']),
      goroutine(8, 'sync.Mutex.Lock', [...lock('c000020008'), 'main.(*a).one(0xc000020000, 0xc000010000)']),
      goroutine(9, 'IO wait', ['main.(*a).two(0xc000010000)']),
    ].join('')
    expect(heldIn(dump).filter(({ deadlock }) => deadlock)).toEqual([])
  })
})

test('one of many objects that are held up alike tells of all', () => {
  const dump = Array.from({ length: 60 }, (_, i) => {
    const at = (0xc000010000 + i * 64).toString(16)
    return (
      goroutine(100 + i, 'chan send', [`main.(*session).write(0x${at})`]) +
      goroutine(200 + i, 'select', [`main.(*session).read(0x${at})`]).replaceAll(/go:\d+/g, 'go:9')
    )
  })
  const held = heldIn(dump.join(''))
  expect(held).toMatchObject([{ primitive: 'chan send', waiters: 1, alike: 59 }])
  expect(held[0]?.says.at(-1)).toBe('So are 59 more of main.(*session).')
})

test('no dump makes it throw, and no group has more waiters than goroutines', () => {
  const word = fc.constantFrom('0xc000010000', '0xc000010008', '0xc000020000', '0x1', '0xc000010000?', '...')
  const frame = fc.tuple(
    fc.constantFrom(
      'sync.(*Mutex).lockSlow',
      'sync.(*RWMutex).Lock',
      'sync.(*RWMutex).RLock',
      'sync.(*Once).doSlow',
      'sync.(*WaitGroup).Wait',
      'main.(*a).one',
      'main.(*a).two',
      'main.three',
    ),
    fc.array(word, { maxLength: 3 }),
  )
  const block = fc.tuple(
    fc.constantFrom('chan send', 'sync.Mutex.Lock', 'IO wait', 'semacquire', 'running'),
    fc.array(frame, { maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const dump = blocks
        .map(([state, frames], i) =>
          goroutine(
            i + 1,
            state,
            frames.map(([name, words]) => `${name}(${words.join(', ')})`),
          ),
        )
        .join('')
      for (const { waiters, holders, goroutines } of heldIn(dump)) {
        expect(waiters).toBeLessThanOrEqual(blocks.length)
        expect(goroutines.length).toBeGreaterThan(0)
        for (const { goroutine: id } of holders) expect(id).toBeLessThanOrEqual(blocks.length)
      }
    }),
  )
})
