import { expect, test } from 'vitest'
import { decide } from '#shared/finding/decide.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { counted, inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const HOURS = 48

/** How a leak reads some minutes after the run that found it, as nobody has judged its service since. */
function seenAfter(minutes: number, perHour: number): string | undefined {
  const counts = {
    leak: Array.from({ length: HOURS * 60 + 1 }, (_, i) => 5 + Math.floor((i * perHour) / 60)),
  }
  const now = START + HOURS * HOUR
  const { judgement } = decide({ ...inputOf([lifeOf(counts, { step: MINUTE })]), now })
  const [verdict] = judgement.verdicts
  return verdict && asOf(verdict, now + minutes * MINUTE).seen
}

test('a slow leak, whose service is judged once an hour, is not told as silent between two runs', () => {
  expect(seenAfter(75, 1)).toBe('growing')
  expect(seenAfter(85, 1)).toBe('silent')
})

test('a leak that stands still is told so in its finding, and settles it where they call it meant', () => {
  const leak = signatureOf(['example.com/shop/mail.(*Queue).send'], { ownCode: 'example.com/shop/mail.send' })
  const grown = counted(HOURS, (hour) => 5 + 10 * hour)
  const input = inputOf([lifeOf({ [leak.id]: grown })], [leak])
  const [found] = decide(input).changed([])
  expect(found).toMatchObject({ state: 'new', verdict: { seen: 'growing' } })
  const known = found === undefined ? [] : [found]
  const flat = lifeOf({ [leak.id]: counted(HOURS, () => 475) }, { from: START + HOURS * HOUR })
  const [still] = decide(inputOf([flat], [leak])).changed(known)
  expect(still).toMatchObject({ verdict: { seen: 'level', count: 475 }, version: 2 })
  const settings = { ...input.settings, intended: [{ top: leak.frames[0], reason: 'a queue' }] }
  const [meant] = decide({ ...input, settings }).changed(known)
  expect(meant).toMatchObject({ state: 'intended', decision: { kind: 'intended-by-settings' } })
})

test('a fast one, whose service is judged by each plan, is silent when its process is overdue', () => {
  expect(seenAfter(25, 60)).toBe('growing')
  expect(seenAfter(35, 60)).toBe('silent')
})
