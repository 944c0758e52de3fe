import { expect, test } from 'vitest'
import { lastHour, yesterday } from '#functions/watch/against-yesterday.ts'
import { watchStored } from '#functions/watch/watch.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'

/** Profiles in five minutes → told share. */
async function watched(stored: number, before: number) {
  const told: number[] = []
  const asked: { from: number; to: number }[] = []
  const today = lastHour(NOW)
  const run = await watchStored(
    {
      storedIn: async (span) => {
        asked.push(span)
        return span.from === today.from ? stored : before
      },
      tell: (percent) => void told.push(percent),
    },
    NOW,
  )
  return { told, asked, run }
}

test('the hours compared are whole, counted completely, and a day apart', async () => {
  const { asked } = await watched(1, 1)
  expect(asked).toEqual([
    { from: NOW - HOUR - 5 * MINUTE, to: NOW - 5 * MINUTE },
    { from: NOW - 25 * HOUR - 5 * MINUTE, to: NOW - 24 * HOUR - 5 * MINUTE },
  ])
  for (let second = 0; second < 600; second += 7) {
    const { from, to } = lastHour(NOW + second * 1_000)
    expect([to - from, to % (5 * MINUTE)]).toEqual([HOUR, 0])
    expect(yesterday({ from, to }).from % (5 * MINUTE)).toBe(0)
  }
})

/** Twenty processes a minute; the threshold of the alarm is 70 %. */
test.each([
  ['a fleet as it was', 1_196, 1_200, [expect.closeTo(99.67, 1)]],
  ['a fleet of which half fell silent', 600, 1_200, [50]],
  ['a fleet that is silent', 0, 1_200, [0]],
  ['a fleet that has grown', 9_000, 1_200, [100]],
  ['a stack that was empty yesterday', 900, 0, []],
  ['one process that restarted', 20, 59, []],
])('%s', async (_, stored, before, told) => {
  expect((await watched(stored, before)).told).toEqual(told)
})
