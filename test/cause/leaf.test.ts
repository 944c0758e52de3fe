import { describe, expect, it } from 'vitest'
import { isAnonymous, isStartedByItsType, leafOf, wordsOf } from '#shared/cause/leaf.ts'

describe('leafOf', () => {
  it.each([
    { name: 'the innermost function', give: ['main.work', 'main.main'], want: 'main.work' },
    { name: 'the function that locks', give: ['sync.(*Mutex).Lock', 'main.debit'], want: 'main.debit' },
    { name: 'nothing of sync alone', give: ['internal/sync.(*Mutex).Lock'], want: '' },
  ])('is $name', ({ give, want }) => {
    expect(leafOf(give)).toBe(want)
  })
})

describe('wordsOf', () => {
  it.each([
    { give: 'main.(*device).pollLoop', want: ['poll', 'loop'] },
    { give: 'example.com/quote/edge.(*gateway).firstOf.func1', want: ['first', 'of'] },
    { give: 'main.main.func2.1', want: ['main'] },
    { give: 'gopkg.in/pool.v2.(*Pool[...]).readHTTP_all', want: ['read', 'http', 'all'] },
  ])('of $give are $want', ({ give, want }) => {
    expect(wordsOf(give)).toEqual(want)
  })
})

describe('isAnonymous', () => {
  it.each([
    { give: 'main.(*gateway).ask.func1', want: true },
    { give: 'main.main.func2.1', want: true },
    { give: 'main.(*gateway).ask', want: false },
    { give: 'main.funcs', want: false },
  ])('$give: $want', ({ give, want }) => {
    expect(isAnonymous(give)).toBe(want)
  })
})

describe('isStartedByItsType', () => {
  const LOOP = 'example.com/crm/agent.(*Agent).loop'
  it.each([
    { leaf: LOOP, by: 'example.com/crm/agent.(*Agent).Start', want: true },
    { leaf: LOOP, by: 'example.com/crm/agent.(*Agent).startWorkers', want: true },
    { leaf: LOOP, by: 'example.com/crm/agent.New', want: true },
    { leaf: LOOP, by: 'example.com/crm/agent.(*Agent).Starting', want: false },
    { leaf: LOOP, by: 'example.com/crm/agent.(*Agent).Push', want: false },
    { leaf: LOOP, by: 'example.com/crm/agent.(*Pool).Start', want: false },
    { leaf: LOOP, by: 'example.com/crm/other.New', want: false },
    { leaf: LOOP, by: undefined, want: false },
    { leaf: 'a.(*Set[...]).run', by: 'a.(*Set[...]).Open', want: true },
    { leaf: 'a.(*Agent).Start.func1', by: undefined, want: true },
    { leaf: 'main.worker.Start.func1', by: undefined, want: true },
    { leaf: 'main.run.func1', by: 'main.run', want: false },
    { leaf: 'main.work', by: 'main.start', want: false },
  ])('$leaf by $by: $want', ({ leaf, by, want }) => {
    expect(isStartedByItsType(leaf, by)).toBe(want)
  })
})
