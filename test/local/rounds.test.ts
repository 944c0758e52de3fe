import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRounds } from '#infra/local/rounds.ts'
import { HOUR } from '#shared/time.ts'

const log = vi.spyOn(console, 'error')
beforeEach(() => {
  log.mockImplementation(() => {})
})
afterEach(() => {
  log.mockReset()
})

/** Work that counts its rounds and ends when it is told to. */
function work() {
  const rounds: PromiseWithResolvers<void>[] = []
  return {
    rounds,
    run: () => {
      const round = Promise.withResolvers<void>()
      rounds.push(round)
      return round.promise
    },
  }
}

test('a round begins when it is asked for, and another for what was asked meanwhile', async () => {
  const { rounds, run } = work()
  const { now, stop } = startRounds(HOUR, run)
  expect(rounds).toHaveLength(0)
  now()
  await vi.waitFor(() => expect(rounds).toHaveLength(1))
  for (let i = 0; i < 3; i++) now()
  expect(rounds).toHaveLength(1)
  rounds[0]?.resolve()
  await vi.waitFor(() => expect(rounds).toHaveLength(2))
  rounds[1]?.resolve()
  await stop()
  expect(rounds).toHaveLength(2)
})

test('rounds follow each other unasked, and go on after one that failed', async () => {
  let count = 0
  const { stop } = startRounds(1, async () => {
    count++
    if (count === 1) throw new Error('the table does not answer')
  })
  await vi.waitFor(() => expect(count).toBeGreaterThan(3))
  await stop()
  expect(log).toHaveBeenCalledTimes(1)
})

test('a stop waits for the round that is under way and begins no other', async () => {
  const { rounds, run } = work()
  const { now, stop } = startRounds(HOUR, run)
  now()
  await vi.waitFor(() => expect(rounds).toHaveLength(1))
  now()
  let isStopped = false
  const stopped = stop().then(() => {
    isStopped = true
  })
  await new Promise(setImmediate)
  expect(isStopped).toBe(false)
  rounds[0]?.resolve()
  await stopped
  expect(rounds).toHaveLength(1)
})
