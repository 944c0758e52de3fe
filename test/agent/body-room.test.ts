import { describe, expect, test } from 'vitest'
import { BodyRoom, NoRoom } from '#cli/agent/body-room.ts'

const KB = 1024

describe('room for bodies under way', () => {
  test('is full with large ones, and small ones pass all the same', () => {
    const room = new BodyRoom(1_000 * KB)
    const large = room.hold()
    large.take(1_256 * KB)
    const another = room.hold()
    expect(() => another.take(257 * KB)).toThrow(NoRoom)
    for (let i = 0; i < 100; i++) room.hold().take(256 * KB)
  })

  test('comes back with the end of a pull', () => {
    const room = new BodyRoom(100 * KB)
    for (let i = 0; i < 10; i++) {
      using held = room.hold()
      for (let piece = 0; piece < 3; piece++) held.take(100 * KB)
    }
    const refused = room.hold()
    expect(() => refused.take(400 * KB)).toThrow('more than 102400 bytes together')
    refused[Symbol.dispose]()
    room.hold().take(356 * KB)
  })
})
