import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATALOGUE, causeById, causeOf } from '#shared/cause/catalogue.ts'
import { stackEvidence } from '#shared/cause/stack-evidence.ts'
import { fits } from '#shared/cause/stack-pattern.ts'
import { signatureOf } from '#test/support/lives.ts'
import { BACKGROUND_CASES } from './cases/background.ts'
import { DATABASE_CASES } from './cases/database.ts'
import { HTTP_CASES } from './cases/http.ts'
import { LIBRARY_CASES } from './cases/library.ts'
import { MESSAGING_CASES } from './cases/messaging.ts'
import { RPC_CASES } from './cases/rpc.ts'
import { SHAPE_CASES } from './cases/shape.ts'
import { type CauseCase, stack } from './stack.ts'
import { isNamed, stackOf } from './stack-of-pattern.ts'

const CASES: readonly CauseCase[] = [
  ...HTTP_CASES,
  ...DATABASE_CASES,
  ...RPC_CASES,
  ...MESSAGING_CASES,
  ...LIBRARY_CASES,
  ...SHAPE_CASES,
  ...BACKGROUND_CASES,
]

const READ_LOOP = 'net/http.(*persistConn).readLoop'
const PEEK = 'bufio.(*Reader).Peek'
const POLL = ['internal/poll.runtime_pollWait', 'internal/poll.(*FD).Read', 'net.(*conn).Read']

const causeOfFrames = (...frames: readonly string[]): string | undefined =>
  causeOf(stackEvidence(signatureOf(frames)))?.id

const PATTERNS = CATALOGUE.flatMap((cause) =>
  cause.match
    .filter(isNamed)
    .map((pattern, i) => ({ name: `${cause.id} (${i + 1}): ${cause.title}`, cause, pattern })),
)

describe('causeOf', () => {
  it.each([
    { name: 'readLoop in select', give: [READ_LOOP], want: '1' },
    { name: 'readLoop under Peek', give: [...POLL, 'bufio.(*Reader).fill', PEEK, READ_LOOP], want: '2' },
  ])('takes $name for cause $want', ({ give, want }) => {
    expect(causeOfFrames(...give)).toBe(want)
  })

  it.each([
    { name: 'readLoop under Peek', give: [...POLL, PEEK, READ_LOOP], not: '1' },
    { name: 'a readLoop that only calls something', give: ['main.(*hook).wait', READ_LOOP], not: '1' },
    { name: 'the readLoop of a copy of net/http', give: [`example.com/fork/${READ_LOOP}`], not: '1' },
    { name: 'a writeLoop alone, which both have', give: ['net/http.(*persistConn).writeLoop'], not: '1' },
    { name: 'a writeLoop alone, which both have', give: ['net/http.(*persistConn).writeLoop'], not: '2' },
    { name: 'a server that waits under Peek', give: [...POLL, PEEK, 'net/http.(*conn).serve'], not: '2' },
    { name: 'readLoop in Read without Peek', give: [...POLL, READ_LOOP], not: '2' },
  ])('does not take $name for cause $not', ({ give, not }) => {
    expect(causeOfFrames(...give)).not.toBe(not)
  })

  it('knows no cause of own code that waits in a library of its own', () => {
    expect(
      causeOfFrames('example.com/shop/disk.(*File).flush', 'example.com/shop/cart.(*Store).keep'),
    ).toBeUndefined()
  })

  it.each(PATTERNS)('knows the stack that entry $name describes', ({ cause, pattern }) => {
    const stack = stackOf(pattern)
    expect(fits(stack, pattern)).toBe(true)
    const found = causeOf(stack)
    // Where two entries fit, the one that stands first is meant.
    expect(found && CATALOGUE.indexOf(found)).toBeLessThanOrEqual(CATALOGUE.indexOf(cause))
  })

  it.each(PATTERNS)('misses it where a function of entry $name has another name', ({ pattern }) => {
    const { frames, ...rest } = stackOf(pattern)
    const named = frames.slice(pattern.top === undefined ? 1 : 0)
    for (const name of named) {
      const near = frames.map((frame) => (frame === name ? `${frame}Other` : frame))
      expect(fits({ ...rest, frames: near }, pattern), name).toBe(false)
    }
  })
})

describe('each entry', () => {
  it.each(CASES)('$id is told by its stack', ({ id, matches }) => {
    const cause = causeById(id)
    expect(cause?.match.some((pattern) => fits(matches, pattern))).toBe(true)
    expect(causeOf(matches)?.id).toBe(cause?.answeredBy ?? id)
  })

  it.each(CASES)('$id is not told by the stack next to it', ({ id, misses }) => {
    expect(causeById(id)?.match.some((pattern) => fits(misses, pattern) && causeOf(misses)?.id === id)).toBe(
      false,
    )
  })

  it('has a case', () => {
    expect(CASES.map(({ id }) => id).sort()).toEqual(CATALOGUE.map(({ id }) => id).sort())
  })
})

describe('shapes of own code', () => {
  it.each([
    { name: 'a send by a closure', give: stack('main.load.func1', { state: 'chan send' }), want: '74' },
    { name: 'a send of one of many', give: stack('main.race.func1', { state: 'chan send' }), want: '75' },
    {
      name: 'a send by a read loop',
      give: stack('main.(*conn).readLoop', { state: 'chan send' }),
      want: '79',
    },
    {
      name: 'a send by another function',
      give: stack('main.(*job).finish', { state: 'chan send' }),
      want: '78',
    },
    { name: 'a range', give: stack('main.(*job).merge', { state: 'chan receive', ranged: 1 }), want: '76' },
    {
      name: 'a receive of unknown form',
      give: stack('main.(*job).merge', { state: 'chan receive' }),
      want: '76',
    },
    {
      name: 'one such in a watcher',
      give: stack('main.(*job).watch', { state: 'chan receive' }),
      want: '81',
    },
    { name: 'one such in a poller', give: stack('main.(*job).poll', { state: 'chan receive' }), want: '80' },
    {
      name: 'a poller that nothing wakes',
      give: stack('main.(*job).poll', { state: 'chan receive', ranged: 1, waited: 1 }),
      want: '76',
    },
    {
      name: 'a request that waits for an answer',
      give: stack('main.check < net/http.(*conn).serve', { state: 'chan receive', ranged: 0, waited: 0 }),
      want: '81',
    },
    {
      name: 'a worker by its creator, although it wakes',
      give: stack('main.(*job).keep', { state: 'select', by: 'main.(*job).Start', waited: 0 }),
      want: '77',
    },
    { name: 'a worker by its name', give: stack('main.(*job).loop', { state: 'select' }), want: '77' },
    {
      name: 'a select that wakes',
      give: stack('main.(*job).loop', { state: 'select', waited: 0 }),
      want: '80',
    },
    { name: 'another select', give: stack('main.(*job).both.func1', { state: 'select' }), want: '81' },
    { name: 'a read lock', give: stack('sync.(*RWMutex).RLock < main.get'), want: '82' },
    { name: 'an empty select', give: stack('main.hold', { state: 'select (no cases)' }), want: '85' },
  ])('$name is $want', ({ give, want }) => {
    expect(causeOf(give)?.id).toBe(want)
  })

  it('says nothing of a channel wait without a state, whatever the function is called', () => {
    for (const name of ['main.load.func1', 'main.race.func1', 'main.(*job).poll', 'main.(*job).watch'])
      expect(causeOf(stack(name)), name).toBeUndefined()
  })
})

describe('causeOf, whatever it is given', () => {
  const name = fc.stringMatching(/^[a-z]{3,8}\.org\/[qxz]{3}\.\(\*[QXZ]{3}\)\.[QXZ]{3}$/)
  const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
  const state = fc.constantFrom(
    'chan send',
    'chan receive',
    'select',
    'IO wait',
    'sleep',
    'no such state',
    '',
  )
  const evidence = (frame: fc.Arbitrary<string>) =>
    fc.record({
      signature: fc.constant('0000000000000000'),
      frames: fc.array(frame, { maxLength: 6 }),
      ownCode: fc.option(frame, { nil: undefined }),
      creator: fc.option(frame, { nil: undefined }),
      states: fc.array(fc.tuple(state, fc.nat(5))).map((entries) => new Map(entries)),
      ranged: share,
      waited: share,
    })

  it('never throws', () => {
    fc.assert(fc.property(evidence(fc.oneof(fc.string(), name)), (given) => void causeOf(given)))
  })

  it('knows no cause of a library with made-up names', () => {
    fc.assert(
      fc.property(evidence(name), (given) => {
        expect(causeOf({ ...given, ownCode: undefined })).toBeUndefined()
      }),
    )
  })
})
