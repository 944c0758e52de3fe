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

test('a goroutine of a library belongs to what that gave, and who started it is named', () => {
  expect(
    shapeSays({
      frames: ['github.com/queue/client/conn.(*Conn).loop'],
      states: { select: 40 },
      ownCode: null,
      creator: 'github.com/queue/client/conn.Dial',
      place: null,
      goPlace: '/go/src/conn.go:9',
    }),
  ).toBe(
    'no known cause; if this count grows, none of the channels of their select becomes ready, as where nobody cancels their context. Look at what github.com/queue/client gave you (is it closed?) and at github.com/queue/client/conn.Dial (/go/src/conn.go:9), which starts them',
  )
})
