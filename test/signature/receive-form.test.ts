import { describe, expect, it } from 'vitest'
import { group, signOne } from './stack-group.ts'

const WORKER = ['main.worker', 'main.main']
const RANGE = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv2', ...WORKER]
const SINGLE = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', ...WORKER]
const SEND = ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1', ...WORKER]

describe('goroutines in a receive of two results', () => {
  it.each([
    { name: 'of a range over a channel are counted', give: [group(RANGE, 7)], want: 7 },
    { name: 'are none of a plain receive', give: [group(SINGLE, 7)], want: 0 },
    {
      name: 'are told apart from plain ones of the same stack',
      give: [group(RANGE, 7), group(SINGLE, 5)],
      want: 7,
    },
    { name: 'are told whatever comes first', give: [group(SINGLE, 5), group(RANGE, 7)], want: 7 },
    { name: 'are not known of a send', give: [group(SEND, 7)], want: undefined },
    { name: 'are not known where the runtime is hidden', give: [group(WORKER, 7)], want: undefined },
    {
      name: 'are not taken from a receive below the call that blocks',
      give: [group(['runtime.gopark', 'main.a', 'main.b', 'main.c', ...RANGE], 7)],
      want: undefined,
    },
  ])('$name', ({ give, want }) => {
    expect(signOne(...give).ranged).toBe(want)
  })
})
