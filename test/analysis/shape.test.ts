import { expect, test } from 'vitest'
import { shapeSays } from '#shared/analysis/shape.ts'

const WAIT = ['internal/poll.runtime_pollWait', 'internal/poll.(*pollDesc).wait']
const says = (...frames: readonly string[]): string | null =>
  shapeSays({
    frames: [...WAIT, ...frames, 'main.serve'],
    states: { 'IO wait': 3 },
    ownCode: 'main.serve',
    creator: null,
    place: null,
    goPlace: null,
  })

test.each([
  [
    'reads',
    ['internal/poll.(*pollDesc).waitRead', 'internal/poll.(*FD).Read', 'net.(*conn).Read'],
    /sends nothing/,
  ],
  [
    'writes',
    ['internal/poll.(*pollDesc).waitWrite', 'internal/poll.(*FD).Write', 'net.(*conn).Write'],
    /does not read what they write/,
  ],
  [
    'connects',
    ['internal/poll.(*pollDesc).waitWrite', 'internal/poll.(*FD).WaitWrite', 'net.(*netFD).connect'],
    /does not answer when they connect/,
  ],
  [
    'listens',
    ['internal/poll.(*pollDesc).waitRead', 'internal/poll.(*FD).Accept', 'net.(*netFD).accept'],
    /listeners are opened/,
  ],
])('a goroutine that %s waits for what the poller is asked for', (_, frames, sentence) => {
  expect(says(...frames)).toMatch(sentence)
})
