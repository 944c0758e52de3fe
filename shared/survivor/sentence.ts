/** What the individuals of a stack say, in one sentence. */

import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import type { Survivors } from './survivors.ts'

/**
 * The sentence of a stack's individuals; undefined where nothing can be told yet.
 *
 * Example output: `Of 212 goroutines that came in the first half of the time watched, 38 are still there; of those that
 * stayed for 3 h none has left in 1,940 goroutine-hours since, and others keep joining them.`
 */
export function survivorSays(survivors: Survivors): string | undefined {
  const clause = survivorClause(survivors)
  return clause && `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}

/** The same within a sentence: without its capital and its period. */
export function survivorClause({ word, tail, early }: Survivors): string | undefined {
  if (word === 'too-few-dumps') return undefined
  if (tail === undefined) return 'no goroutine is in this stack from one dump to the next'
  const stay = early.came === 0 ? '' : `${earlySays(early)}; `
  const left = tail.left === 0 ? 'none has' : tail.left === 1 ? 'one has' : `${grouped(tail.left)} have`
  const since = `${grouped(Math.round(tail.watched / HOUR))} goroutine-hours since`
  return `${stay}of those that stayed for ${span(tail.age)} ${left} left in ${since}${AND[word]}`
}

const AND: Readonly<Record<Exclude<Survivors['word'], 'too-few-dumps'>, string>> = {
  'stay-and-keep-joining': ', and others keep joining them',
  'stay-but-stopped-joining': ', and hardly any others have joined them lately',
  'come-and-go': '',
}

const earlySays = ({ came, stayed }: Survivors['early']): string =>
  `of ${grouped(came)} ${came === 1 ? 'goroutine' : 'goroutines'} that came in the first half of the time watched, ${
    stayed === 0 ? 'none is' : stayed === 1 ? 'one is' : `${grouped(stayed)} are`
  } still there`

const grouped = (number: number): string => number.toLocaleString('en-US')

/** `40 min`, `30 h`, `9 days`: as in the sentences of a verdict. */
function span(time: number): string {
  if (time < 2 * HOUR) return `${Math.round(time / MINUTE)} min`
  return time < 3 * DAY ? `${Math.round(time / HOUR)} h` : `${grouped(Math.round(time / DAY))} days`
}
