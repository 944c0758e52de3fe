import { describe, expect, test } from 'vitest'
import { folds, originOf } from '#ui/finding/frames.ts'

describe('a frame is of', () => {
  test.each([
    ['runtime.gopark', undefined, 'runtime'],
    ['internal/poll.runtime_pollWait', undefined, 'runtime'],
    ['sync.(*Mutex).Lock', undefined, 'runtime'],
    ['net/http.(*persistConn).readLoop', undefined, 'library'],
    ['main.worker', undefined, 'own'],
    ['github.com/org/shop/pkg.(*T).Run', 'github.com/org/shop/cmd.main', 'own'],
    ['github.com/other/lib.Run', 'github.com/org/shop/cmd.main', 'library'],
    ['github.com/org/shop.Run', 'github.com/org/shop.Start', 'own'],
  ])('%s beside %s: %s', (frame, ownCode, origin) => expect(originOf(frame, ownCode)).toBe(origin))
})

describe('a stack', () => {
  test('with own code shows that alone', () => {
    const stack = [
      'runtime.gopark',
      'runtime.chanrecv',
      'net/http.a',
      'net/http.b',
      'main.fetch',
      'main.worker',
    ]
    expect(folds(stack, 'main.fetch').map(({ isFolded, frames }) => [isFolded, frames.length])).toEqual([
      [true, 4],
      [false, 2],
    ])
  })

  test('of libraries alone shows them, and folds the runtime', () => {
    const stack = [
      'runtime.gopark',
      'internal/poll.runtime_pollWait',
      'net.(*conn).Read',
      'bufio.(*Reader).Peek',
    ]
    expect(folds(stack, undefined).map(({ isFolded, frames }) => [isFolded, frames.length])).toEqual([
      [true, 2],
      [false, 2],
    ])
  })

  test('hides no frame behind a line as long as itself', () => {
    expect(folds(['runtime.gopark', 'main.a'], 'main.a').map(({ isFolded }) => isFolded)).toEqual([
      false,
      false,
    ])
  })
})
