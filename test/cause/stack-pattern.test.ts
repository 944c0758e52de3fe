import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { knownStack } from '#shared/cause/known-stack.ts'
import { fits, type StackPattern } from '#shared/cause/stack-pattern.ts'
import type { Signature } from '#shared/signature/signature.ts'
import { signatureOf } from '#test/support/lives.ts'
import { stack } from './stack.ts'

const FRAMES = ['io.Copy', 'bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop']

/** What a function is called stands in for what only one format tells. */
const HINT = (pattern: StackPattern): StackPattern => ({ ...pattern, called: ['poll'] })

const fitsFrames = (
  pattern: StackPattern,
  more: Partial<Signature> = {},
  states: Record<string, number> = {},
): boolean =>
  fits(knownStack(signatureOf(FRAMES, more), { states: new Map(Object.entries(states)) }), pattern)

describe('fits', () => {
  it.each<{ name: string; give: StackPattern; want: boolean }>([
    { name: 'a top that is the innermost frame', give: { top: ['io.Copy'] }, want: true },
    { name: 'a top that stands deeper', give: { top: ['bufio.(*Reader).Peek'] }, want: false },
    { name: 'one of several tops', give: { top: ['io.ReadAll', 'io.Copy'] }, want: true },
    { name: 'a part of a name', give: { top: ['io.Cop'] }, want: false },
    { name: 'frames anywhere, in any order', give: { any: [FRAMES[2] as string, 'io.Copy'] }, want: true },
    { name: 'frames of which one is missing', give: { any: ['io.Copy', 'io.ReadAll'] }, want: false },
    { name: 'a frame that is not there', give: { none: ['io.ReadAll'] }, want: true },
    { name: 'frames not there of which one is', give: { none: ['io.ReadAll', 'io.Copy'] }, want: false },
    {
      name: 'a top that holds and a frame that is not wanted',
      give: { top: ['io.Copy'], none: ['bufio.(*Reader).Peek'] },
      want: false,
    },
    {
      name: 'a frame that holds and a top that does not',
      give: { top: ['io.ReadAll'], any: ['io.Copy'] },
      want: false,
    },
    {
      name: 'all of top, any and none',
      give: { top: ['io.Copy'], any: ['bufio.(*Reader).Peek'], none: ['io.ReadAll'] },
      want: true,
    },
  ])('answers $want for $name', ({ give, want }) => {
    expect(fitsFrames(give)).toBe(want)
  })

  it('never fits where a frame stands both anywhere and nowhere', () => {
    fc.assert(
      fc.property(fc.subarray(FRAMES, { minLength: 1 }), (names) => {
        expect(fitsFrames({ any: names })).toBe(true)
        expect(fitsFrames({ any: names, none: names })).toBe(false)
      }),
    )
  })

  it.each<{ name: string; give: Record<string, number>; want: boolean }>([
    { name: 'most wait in it', give: { select: 3, 'IO wait': 2 }, want: true },
    { name: 'half of them wait in it', give: { select: 2, 'IO wait': 2 }, want: false },
    { name: 'nobody waits in it', give: { 'IO wait': 2 }, want: false },
    { name: 'no format told', give: {}, want: true },
  ])('asks for a state beside a name: $want where $name', ({ give, want }) => {
    expect(fitsFrames({ top: ['io.Copy'], state: ['select'] }, {}, give)).toBe(want)
  })

  it.each([
    { name: 'it is the one', give: 'net/http.(*Transport).dialConn', want: true },
    { name: 'it is another', give: 'main.main', want: false },
    { name: 'no format told', give: undefined, want: true },
  ])('asks for a creator beside a name: $want where $name', ({ give, want }) => {
    expect(fitsFrames({ top: ['io.Copy'], by: ['net/http.(*Transport).dialConn'] }, { creator: give })).toBe(
      want,
    )
  })

  it.each<{ name: string; give: StackPattern; ranged?: number; waited?: number; want: boolean }>([
    { name: 'a range that is one', give: { receive: 'range' }, ranged: 0.9, want: true },
    { name: 'a range that is none', give: { receive: 'range' }, ranged: 0.5, want: false },
    { name: 'a single receive', give: { receive: 'single' }, ranged: 0.5, want: true },
    { name: 'a form that nobody told', give: { receive: 'single' }, want: false },
    { name: 'a form that nobody told beside a hint', give: HINT({ receive: 'single' }), want: true },
    { name: 'a wait that wakes', give: { wakes: true }, waited: 0.5, want: true },
    { name: 'a wait that does not wake', give: { wakes: true }, waited: 0.6, want: false },
    { name: 'a long wait', give: { wakes: false }, waited: 0.6, want: true },
    { name: 'an age that nobody told', give: { wakes: false }, want: false },
    { name: 'an age that nobody told beside a hint', give: HINT({ wakes: false }), want: true },
    { name: 'a state that nobody told', give: { state: ['select'] }, want: false },
    { name: 'a state that nobody told beside a hint', give: HINT({ state: ['select'] }), want: false },
    { name: 'a hint that is not in the name', give: { called: ['tick'] }, want: false },
    { name: 'a hint that is a part of a word', give: { called: ['pol'] }, want: false },
    { name: 'own code that waits', give: { ownLeaf: true }, want: true },
    { name: 'a function without a name', give: { origin: 'anonymous' }, want: false },
    { name: 'a start that nobody told', give: { origin: 'start-method' }, want: false },
  ])('answers $want for $name', ({ give, want, ...told }) => {
    expect(fits(stack('main.(*device).pollLoop', told), give)).toBe(want)
  })

  it.each<{ name: string; give: string; pattern: StackPattern; want: boolean }>([
    { name: 'own code that called', give: 'io.Copy < main.run', pattern: { ownCaller: true }, want: true },
    {
      name: 'a library that called',
      give: 'io.Copy < io.f < main.run',
      pattern: { ownCaller: true },
      want: false,
    },
    { name: 'no own code that called', give: 'io.Copy', pattern: { ownCaller: true }, want: false },
    { name: 'a library that waits', give: 'io.Copy < main.run', pattern: { libraryLeaf: 'any' }, want: true },
    { name: 'own code that waits', give: 'main.run', pattern: { libraryLeaf: 'any' }, want: false },
    { name: 'a lock alone', give: 'sync.(*Mutex).Lock', pattern: { libraryLeaf: 'any' }, want: false },
  ])('answers $want for $name', ({ give, pattern, want }) => {
    expect(fits(stack(give), pattern)).toBe(want)
  })

  it('asks beside a name for a wait that the counters leave open', () => {
    const of = (...open: string[]) => ({ ...stack('io.Copy'), open })
    const pattern: StackPattern = { top: ['io.Copy'], state: ['chan send'] }
    expect(fits(of('chan receive', 'chan send'), pattern)).toBe(true)
    expect(fits(of('select', 'select (no cases)'), pattern)).toBe(false)
  })

  it('looks for own code below the lock that it waits for', () => {
    expect(fits(stack('sync.(*Mutex).Lock < main.(*account).debit'), { ownLeaf: true })).toBe(true)
    expect(fits(stack('io.Copy < main.(*account).debit'), { ownLeaf: true })).toBe(false)
  })
})
