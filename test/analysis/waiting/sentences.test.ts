/** What is said of who waits for what, and who is taken for the holder where several could be. */

import { describe, expect, test } from 'vitest'
import { type Held, heldUp } from '#shared/analysis/waiting/holders.ts'
import { readIndividuals } from '#shared/goroutine/individual.ts'

interface Made {
  readonly minutes?: number
  /** Line at which its own function stands. */
  readonly line?: number
  /** Goroutine that started it. */
  readonly by?: number
}

/** A goroutine whose frames stand at one line. */
function goroutine(
  id: number,
  state: string,
  frames: readonly string[],
  { minutes = 0, line = 9, by }: Made = {},
): string {
  const since = minutes === 0 ? '' : `, ${minutes} minutes`
  const stack = frames.map((frame) => `${frame}\n\t/src/main.go:${line} +0x1d\n`).join('')
  const creator = by === undefined ? '' : `created by main.main in goroutine ${by}\n\t/src/main.go:1 +0x1d\n`
  return `goroutine ${id} [${state}${since}]:\n${stack}${creator}\n`
}

const heldIn = (...dump: readonly string[]): Held[] =>
  heldUp(readIndividuals(Buffer.from(dump.join(''))).individuals)
const saysOf = (...dump: readonly string[]): string[] => heldIn(...dump).flatMap(({ says }) => says)
const holdersIn = (...dump: readonly string[]) =>
  heldIn(...dump).map(({ holders }) => holders.map(({ goroutine: id, evidence }) => `${id} ${evidence}`))

/** An object at so many bytes on the heap, and the lock in it. */
const object = (n: number): string => `0xc0000${(0x20000 + n * 0x1000).toString(16)}`
const lockIn = (n: number): string => `0xc0000${(0x20008 + n * 0x1000).toString(16)}`
const mutex = (n?: number): string[] => [
  'sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)',
  n === undefined ? 'sync.(*Mutex).lockSlow(0x1?)' : `sync.(*Mutex).lockSlow(${lockIn(n)})`,
  'sync.(*Mutex).Lock(...)',
]
const waiter = (id: number, frame = `main.(*store).put(${object(0)})`, made: Made = {}): string =>
  goroutine(id, 'sync.Mutex.Lock', [...mutex(0), frame], made)

const NOBODY = 'a return or panic left it locked, or its holder is elsewhere.'

describe('who waits is said', () => {
  test('with the lock, its object, the functions and the longest wait', () => {
    expect(saysOf(waiter(1), waiter(2, undefined, { minutes: 7 }))).toEqual([
      `2 goroutines wait for sync.Mutex ${lockIn(0)} of main.(*store) ${object(0)} in main.(*store).put, the longest for 7 min.`,
      `No other goroutine is inside this main.(*store): ${NOBODY}`,
    ])
    expect(
      saysOf(
        waiter(1, undefined, { minutes: 3 }),
        goroutine(2, 'IO wait', [`main.(*store).get(${object(0)})`]),
      )[0],
    ).toBe(
      `1 goroutine waits for sync.Mutex ${lockIn(0)} of main.(*store) ${object(0)} in main.(*store).put, for 3 min.`,
    )
  })

  test('with three functions, and how many more there are', () => {
    const frames = ['put', 'get', 'has', 'del', 'all'].map((name) => `main.(*store).${name}(${object(0)})`)
    expect(saysOf(...frames.map((frame, i) => waiter(i + 1, frame)))[0]).toBe(
      `5 goroutines wait for sync.Mutex ${lockIn(0)} of main.(*store) ${object(0)} in main.(*store).put, main.(*store).get, main.(*store).has and 2 more functions.`,
    )
    expect(saysOf(...frames.slice(0, 3).map((frame, i) => waiter(i + 1, frame)))[0]).toMatch(
      /put, main.*get, main.*has\.$/,
    )
  })

  test('with what is known, where the dump prints no address', () => {
    const plain = (id: number) => goroutine(id, 'sync.Mutex.Lock', [...mutex(), 'main.handle(0x1?)'])
    expect(saysOf(plain(1), plain(2))).toEqual([
      '2 goroutines wait for sync.Mutex in main.handle.',
      `No other goroutine is after that line: ${NOBODY}`,
    ])
    const method = (id: number) =>
      goroutine(id, 'sync.Mutex.Lock', [...mutex(), 'main.(*store).put(0xc000010000?)'])
    expect(saysOf(method(1), method(2))).toEqual([
      '2 goroutines wait for sync.Mutex of main.(*store) in main.(*store).put.',
      `No other goroutine is inside a main.(*store): ${NOBODY}`,
    ])
    const arg = (id: number) => goroutine(id, 'sync.Mutex.Lock', [...mutex(0), `main.put(${object(0)})`])
    expect(saysOf(arg(1), arg(2))[0]).toBe(
      `2 goroutines wait for sync.Mutex ${lockIn(0)} of an object ${object(0)} in main.put.`,
    )
  })

  test.each([
    [
      'sync.WaitGroup.Wait',
      'sync.(*WaitGroup).Wait',
      'The dump does not show who calls Done; dumps of Go 1.21 and newer name the goroutine of each go statement.',
    ],
    [
      'sync.Cond.Wait',
      'sync.(*Cond).Wait',
      'No other goroutine is after that line: the dump shows nobody who could signal it.',
    ],
  ])('of %s, and that nobody ends it', (state, inside, says) => {
    const one = (id: number) => goroutine(id, state, [`${inside}(0x1?)`, 'main.run()'])
    expect(saysOf(one(1), one(2))[1]).toBe(says)
  })
})

describe('who may hold it is said', () => {
  const BOUND =
    'It is inside the same object and does not wait for it. The dump prints arguments, but not ownership.'

  test('with where it stands, in which call, for how long, and how many others could', () => {
    const refresh = (id: number, minutes: number) =>
      goroutine(
        id,
        'IO wait',
        [
          'internal/poll.runtime_pollWait(0x1)',
          'net.(*conn).Read(0x1)',
          `main.(*store).refresh(${object(0)})`,
        ],
        { minutes },
      )
    expect(saysOf(waiter(1), refresh(8, 0)).slice(1)).toEqual([
      'likely holder: goroutine 8 in main.(*store).refresh (main.go:9), IO wait in net.(*conn).Read',
      BOUND,
    ])
    expect(saysOf(waiter(1), refresh(8, 4), refresh(9, 31)).slice(1)).toEqual([
      'likely holder: goroutine 9 in main.(*store).refresh (main.go:9), IO wait for 31 min in net.(*conn).Read, or one of 1 more',
      BOUND,
    ])
    expect(saysOf(waiter(1), goroutine(8, 'running', [`main.(*store).refresh(${object(0)})`]))[1]).toBe(
      'likely holder: goroutine 8 in main.(*store).refresh (main.go:9), running',
    )
  })

  test.each([
    ['sync.Once', 'sync.(*Once).doSlow', 'sync.Mutex.Lock', 'likely inside it: goroutine 8'],
    ['sync.Cond', 'sync.(*Cond).Wait', 'sync.Cond.Wait', 'may signal it: goroutine 8'],
    ['sync.RWMutex', 'sync.(*RWMutex).RLock', 'sync.RWMutex.RLock', 'likely holder: goroutine 8'],
  ])('as %s has it', (_, inside, state, says) => {
    const dump = [
      goroutine(1, state, [`${inside}(${lockIn(0)})`, `main.(*store).put(${object(0)})`]),
      goroutine(8, 'IO wait', [`main.(*store).refresh(${object(0)})`]),
    ]
    expect(saysOf(...dump)[1]).toMatch(new RegExp(`^${says} in main`))
  })

  test('as those whom a WaitGroup waits for, who were started by it', () => {
    const wait = goroutine(5, 'sync.WaitGroup.Wait', ['sync.(*WaitGroup).Wait(0x1?)', 'main.run()'])
    const child = goroutine(8, 'chan receive', ['main.work()'], { by: 5 })
    expect(saysOf(wait, child, goroutine(9, 'chan receive', ['main.work()'], { by: 6 })).slice(1)).toEqual([
      'waits for: goroutine 8 in main.work (main.go:9), chan receive',
      'The waiting goroutine started it. The dump does not show which goroutines call Done.',
    ])
    expect(saysOf(wait, goroutine(9, 'chan receive', ['main.work()'], { by: 6 }))[1]).toBe(
      'No goroutine that it started is left, nor one that the same call started: some path returns without Done, or Add counted too many.',
    )
  })

  test('as those of its own package; the background read of its server is none of them', () => {
    const wait = goroutine(5, 'sync.WaitGroup.Wait', ['sync.(*WaitGroup).Wait(0x1?)', 'shop/cart.run()'])
    const child = (id: number, creator: string, entry: string) =>
      `${goroutine(id, 'IO wait', [entry]).trimEnd()}\ncreated by ${creator} in goroutine 5\n\t/src/main.go:1 +0x1d\n\n`
    const read = child(
      8,
      'net/http.(*connReader).startBackgroundRead',
      'net/http.(*connReader).backgroundRead()',
    )
    const other = child(9, 'shop/pool.Submit', 'shop/pool.work()')
    const own = child(10, 'shop/cart.start', 'shop/cart.work()')
    const group = child(11, 'sync.(*WaitGroup).Go', 'sync.(*WaitGroup).Go.func1()')
    expect(holdersIn(wait, read, other, own, group)).toEqual([['10 child', '11 child']])
    expect(holdersIn(wait, read, other)).toEqual([['9 child']])
    expect(holdersIn(wait, read)).toEqual([[]])
  })

  test('as one that does not wait for a Cond in the same function itself', () => {
    const waits = (id: number, n: number) =>
      goroutine(id, 'sync.Cond.Wait', [`sync.(*Cond).Wait(${lockIn(n)})`, 'main.(*sub).next(0x1?)'])
    expect(
      holdersIn(waits(1, 0), waits(2, 1), goroutine(8, 'IO wait', ['main.(*sub).read(0x1?)']))[0],
    ).toEqual(['8 type'])
    expect(holdersIn(waits(1, 0), waits(2, 1)).flat()).toEqual([])
  })

  test('as those that the same call started, where a closure of it waits and closes a channel', () => {
    const started = (id: number, entry: string, by = 'main.fetch', inside = 'main.get()') =>
      `${goroutine(id, 'chan receive', [inside, entry]).trimEnd()}\ncreated by ${by} in goroutine 3\n\t/src/main.go:1 +0x1d\n\n`
    const closer = started(5, 'main.fetch.func2()', 'main.fetch', 'sync.(*WaitGroup).Wait(0x1?)').replace(
      'chan receive',
      'sync.WaitGroup.Wait',
    )
    expect(saysOf(closer, started(8, 'main.fetch.func1()')).slice(1)).toEqual([
      'may wait for: goroutine 8 in main.fetch.func1 (main.go:9), chan receive in main.get',
      'The call that started the waiting goroutine started it too. The dump does not show which goroutines call Done.',
    ])
    expect(saysOf(closer, started(8, 'main.other.func1()', 'main.other'))[1]).toMatch(/^No goroutine/)
  })
})

describe('of several that could hold it, the likeliest comes first:', () => {
  const inside = (id: number, state: string, made: Made = {}) =>
    goroutine(id, state, [`main.(*store).refresh(${object(0)})`], made)

  test('one inside a method of the object, before one that has it as an argument', () => {
    expect(
      holdersIn(waiter(1), goroutine(8, 'IO wait', [`main.use(${object(0)})`]), inside(9, 'IO wait')),
    ).toEqual([['9 object', '8 object']])
  })

  test('one that works, before an idle loop', () => {
    expect(holdersIn(waiter(1), inside(8, 'select'), inside(9, 'IO wait'))).toEqual([
      ['9 object', '8 object'],
    ])
    expect(holdersIn(waiter(1), inside(8, 'sleep'), inside(9, 'IO wait'))).toEqual([['9 object', '8 object']])
  })

  test('one that is there for as long as who waits, then the one that is there for longest', () => {
    const old = waiter(1, undefined, { minutes: 20 })
    expect(
      holdersIn(old, inside(8, 'IO wait', { minutes: 2 }), inside(9, 'IO wait', { minutes: 19 })),
    ).toEqual([['9 object', '8 object']])
    expect(
      holdersIn(old, inside(8, 'IO wait', { minutes: 30 }), inside(9, 'IO wait', { minutes: 90 })),
    ).toEqual([['9 object', '8 object']])
  })

  test('one behind the line that takes the lock; one before it is none', () => {
    const plain = (id: number, line: number, state = 'IO wait') =>
      goroutine(id, state, ['main.handle()'], { line })
    const waits = [1, 2].map((id) =>
      goroutine(id, 'sync.Mutex.Lock', [...mutex(), 'main.handle()'], { line: 20 }),
    )
    expect(holdersIn(...waits, plain(8, 30), plain(9, 10), plain(7, 20))).toEqual([['8 line']])
  })

  test('three are told', () => {
    expect(holdersIn(waiter(1), ...[5, 6, 7, 8].map((id) => inside(id, 'IO wait')))[0]).toHaveLength(3)
  })

  test('the same object counts before the same line, and that before the same type', () => {
    const typed = goroutine(8, 'IO wait', ['main.(*store).get(0x1?)'])
    const lined = goroutine(9, 'IO wait', ['main.(*store).put(0x1?)'], { line: 30 })
    expect(holdersIn(waiter(1), typed, lined, inside(7, 'IO wait'))).toEqual([['7 object']])
    expect(holdersIn(waiter(1), typed, lined)).toEqual([['9 line']])
    expect(holdersIn(waiter(1), typed)).toEqual([['8 type']])
  })
})

describe('a lock is known', () => {
  test('by its address, whoever waits for it', () => {
    expect(heldIn(waiter(1), waiter(2, `main.(*other).f(${object(0)})`))).toMatchObject([
      { waiters: 2, address: lockIn(0) },
    ])
    const second = goroutine(3, 'sync.Mutex.Lock', [...mutex(1), `main.(*store).put(${object(1)})`])
    expect(heldIn(waiter(1), waiter(2), second, second.replace('goroutine 3', 'goroutine 4'))).toMatchObject([
      { waiters: 2, alike: 1 },
    ])
  })

  test('as a part of the struct that begins nearest before it', () => {
    const frame = `main.(*store).put(${object(-1)}, ${object(0)}, ${object(2)})`
    expect(heldIn(waiter(1, frame), waiter(2, frame))).toMatchObject([{ object: object(0) }])
    const far = `main.(*store).put(${object(-1)})`
    expect(heldIn(waiter(1, far), waiter(2, far))).toMatchObject([{ object: null }])
  })

  test('as a part of what a caller has, where the call was inlined', () => {
    const frames = [...mutex(0), 'main.(*store).put(...)', `main.(*store).all(${object(0)})`]
    const one = (id: number) => goroutine(id, 'sync.Mutex.Lock', frames)
    expect(heldIn(one(1), one(2))).toMatchObject([{ object: object(0), type: 'main.(*store)' }])
  })
})

describe('a send that nobody takes', () => {
  const send = (id: number, frame: string) =>
    goroutine(id, 'chan send', ['runtime.gopark(...)', 'runtime.chansend1(...)', frame])

  test('is told where the object is known and somebody else is inside of it', () => {
    expect(
      saysOf(
        send(1, `main.(*bus).put(${object(0)})`),
        goroutine(8, 'IO wait', [`main.(*bus).loop(${object(0)})`]),
      ),
    ).toEqual([
      `1 goroutine waits in chan send of main.(*bus) ${object(0)} in main.(*bus).put.`,
      'may receive: goroutine 8 in main.(*bus).loop (main.go:9), IO wait',
      'It is inside the same object and does not wait for it. The dump prints arguments, but not ownership.',
    ])
  })

  test('is not told where nothing names its object, or nobody is inside', () => {
    expect(heldIn(send(1, 'main.put()'), send(2, 'main.put()'))).toEqual([])
    expect(
      heldIn(send(1, `main.(*bus).put(${object(0)})`), send(2, `main.(*bus).put(${object(0)})`)),
    ).toEqual([])
    expect(
      heldIn(send(1, 'main.(*bus).put(0x1?)'), goroutine(8, 'IO wait', ['main.(*bus).loop(0x1?)'])),
    ).toEqual([])
  })
})

describe('a ring', () => {
  const crossed = (id: number, wants: number, has: number, name: string) =>
    goroutine(id, 'sync.Mutex.Lock', [
      ...mutex(wants),
      `main.(*a).${name}(${object(wants)})`,
      `main.(*a).top(${object(has)})`,
    ])

  test('of three is told step by step', () => {
    const held = heldIn(crossed(7, 0, 2, 'one'), crossed(8, 1, 0, 'two'), crossed(9, 2, 1, 'three'))
    expect(held.map(({ deadlock }) => deadlock)).toEqual([true, true, true])
    expect(held[0]?.says.at(-1)).toBe(
      `Deadlock: goroutine 7 waits for sync.Mutex ${lockIn(0)}, which goroutine 8 likely holds; goroutine 8 waits for sync.Mutex ${lockIn(1)}, which goroutine 9 likely holds; goroutine 9 waits for sync.Mutex ${lockIn(2)}, which goroutine 7 likely holds.`,
    )
  })

  test('that somebody outside may free is none', () => {
    const free = goroutine(10, 'IO wait', [`main.(*a).four(${object(1)})`])
    const held = heldIn(crossed(7, 0, 2, 'one'), crossed(8, 1, 0, 'two'), crossed(9, 2, 1, 'three'), free)
    expect(held.map(({ deadlock }) => deadlock)).toEqual([false, false, false])
  })
})

describe('who waits inside another method of the same object', () => {
  const inside = (...callers: readonly string[]) =>
    goroutine(1, 'sync.Mutex.Lock', [...mutex(0), `main.(*a).inner(${object(0)})`, ...callers])

  test('may hold the lock already, or that method only calls this one', () => {
    const holders = [{ goroutine: 1, function: 'main.(*a).outer', evidence: 'caller' }]
    const weak = { deadlock: false, holders }
    expect(heldIn(inside(`main.(*a).outer(${object(0)})`))).toMatchObject([weak])
    expect(heldIn(inside('main.f()', 'main.(*a).outer(0x1?)'))).toMatchObject([weak])
  })

  test('holds it where somebody else waits for it in that other method, before the line', () => {
    const outer = (line: number) =>
      goroutine(2, 'sync.Mutex.Lock', [...mutex(0), `main.(*a).outer(${object(0)})`], { line })
    const one = inside(`main.(*a).outer(${object(0)})`)
    expect(heldIn(one, outer(7))).toMatchObject([
      { deadlock: true, holders: [{ goroutine: 1, function: 'main.(*a).outer', evidence: 'nested' }] },
    ])
    expect(heldIn(one, outer(9))).toMatchObject([{ deadlock: false, holders: [{ evidence: 'caller' }] }])
  })

  /** `main.(*a).inner` calls itself. @param callee,caller lines of the two calls */
  const again = (callee: number, caller: number, of: number) => [
    'goroutine 1 [sync.Mutex.Lock]:',
    ...mutex(0).flatMap((call) => [call, '\t/go/src/sync/mutex.go:90']),
    `main.(*a).inner(${object(0)})`,
    `\t/src/a.go:${callee} +0x1`,
    `main.(*a).inner(${object(of)})`,
    `\t/src/a.go:${caller} +0x1`,
    '',
    '',
  ]

  test('may hold it in the same method, behind the line that takes it', () => {
    expect(heldIn(again(118, 120, 0).join('\n'))).toMatchObject([
      { deadlock: true, holders: [{ goroutine: 1, place: '/src/a.go:120', evidence: 'nested' }] },
    ])
    expect(heldIn(again(118, 117, 0).join('\n'))).toEqual([])
    expect(heldIn(again(118, 120, 3).join('\n'))).toEqual([])
  })

  test.each([
    ['the same one', `main.(*a).inner(${object(0)})`],
    ['a closure of it', 'main.(*a).inner.func1()'],
    ['a method of another type', `main.(*b).outer(${object(0)})`],
    ['a method of another object', `main.(*a).outer(${object(3)})`],
    ['a function', `main.outer(${object(0)})`],
  ])('is not one in %s', (_, caller) => {
    expect(heldIn(inside(caller))).toEqual([])
  })
})

describe('of one goroutine', () => {
  test('the frame counts that says most', () => {
    const dump = (...frames: readonly string[]) =>
      heldIn(waiter(1), goroutine(8, 'IO wait', frames))[0]?.holders[0]?.function
    const [use, refresh] = [`main.use(${object(0)})`, `main.(*store).refresh(${object(0)})`]
    expect([dump(use, refresh), dump(refresh, use)]).toEqual([
      'main.(*store).refresh',
      'main.(*store).refresh',
    ])
    expect(dump(`main.(*store).get(${object(0)})`, refresh)).toBe('main.(*store).get')
  })

  test('a wait in a method that something else called is no idle loop', () => {
    const select = (id: number, ...callers: readonly string[]) =>
      goroutine(id, 'select', [`main.(*store).refresh(${object(0)})`, ...callers])
    expect(holdersIn(waiter(1), select(8), select(9, 'main.main()'))).toEqual([['9 object', '8 object']])
  })
})

describe('a Once', () => {
  test('is held by who stands at the line of the waiters or behind it', () => {
    const load = (id: number, state: string, line: number, ...inside: readonly string[]) =>
      goroutine(id, state, [...inside, 'main.load()'], { line })
    const waits = load(1, 'sync.Mutex.Lock', 20, 'sync.(*Mutex).Lock(...)', 'sync.(*Once).doSlow(0x1?)')
    expect(holdersIn(waits, load(8, 'IO wait', 20))).toEqual([['8 line']])
    expect(holdersIn(waits, waits.replace('goroutine 1', 'goroutine 2'), load(8, 'IO wait', 19))).toEqual([
      [],
    ])
  })
})

describe('a RWMutex', () => {
  const wants = (id: number, method: string, address = '0x1?', made: Made = {}) =>
    goroutine(
      id,
      `sync.RWMutex.${method}`,
      [`sync.(*RWMutex).${method}(${address})`, `main.(*table).${method}(${object(0)})`],
      made,
    )

  test('is known by the struct that it is in, with an address or without', () => {
    expect(heldIn(wants(1, 'RLock'), wants(2, 'Lock', lockIn(0)))).toMatchObject([
      { primitive: 'sync.RWMutex', waiters: 2, address: lockIn(0) },
    ])
    expect(
      heldIn(
        wants(1, 'RLock'),
        goroutine(2, 'sync.RWMutex.RLock', [
          'sync.(*rlocker).Lock(0x1?)',
          `main.(*table).read(${object(0)})`,
        ]),
      ),
    ).toMatchObject([{ primitive: 'sync.RWMutex', waiters: 2 }])
  })

  test('that a writer waits for though nobody is inside was upgraded, or never left', () => {
    const says = (...dump: readonly string[]) => heldIn(...dump).map(({ deadlock }) => deadlock)
    expect(says(wants(1, 'Lock', '0x1?', { minutes: 1 }), wants(2, 'RLock'))).toEqual([true])
    expect(says(wants(1, 'Lock'), wants(2, 'RLock'))).toEqual([false])
    expect(says(wants(1, 'RLock', '0x1?', { minutes: 5 }), wants(2, 'RLock'))).toEqual([false])
  })
})

describe('the struct of a lock', () => {
  const ofWords = (...words: readonly string[]) => {
    const one = (id: number) =>
      goroutine(id, 'sync.Mutex.Lock', [...mutex(0), `main.(*store).put(${words.join(', ')})`])
    return heldIn(one(1), one(2))[0]?.object
  }

  test('is the nearest before it, or begins with it', () => {
    expect(ofWords('0xc000020000', '0xc000020004')).toBe('0xc000020004')
    expect(ofWords('0xc000020004', '0xc000020000')).toBe('0xc000020004')
    expect(ofWords('0xc000020000', '0xc00002000c')).toBe('0xc000020000')
    expect(ofWords(lockIn(0))).toBe(lockIn(0))
    expect(ofWords('0xc000020004?')).toBeNull()
    expect(['0xc00001f009', '0xc00001f008'].map((word) => ofWords(word))).toEqual(['0xc00001f009', null])
  })
})

test('the first line at which a function takes a lock is the one that others are behind', () => {
  const at = (id: number, line: number, state = 'sync.Mutex.Lock', inside = mutex()) =>
    goroutine(id, state, [...inside, 'main.handle()'], { line })
  for (const lines of [
    [20, 40],
    [40, 20],
  ] as const)
    expect(holdersIn(at(1, lines[0]), at(2, lines[1]), at(8, 30, 'IO wait', []))).toEqual([['8 line']])
})

test('what most wait for is told first', () => {
  const other = (id: number) =>
    goroutine(id, 'sync.Mutex.Lock', [...mutex(2), `main.(*other).put(${object(2)})`])
  expect(
    heldIn(waiter(1), waiter(2), other(3), other(4), other(5)).map(
      ({ type, waiters }) => `${type} ${waiters}`,
    ),
  ).toEqual(['main.(*other) 3', 'main.(*store) 2'])
})

test('who sends in the same function receives nothing', () => {
  const put = (id: number, state: string) => goroutine(id, state, [`main.(*bus).put(${object(0)})`])
  expect(heldIn(put(1, 'chan send'), put(8, 'IO wait'))).toEqual([])
})
