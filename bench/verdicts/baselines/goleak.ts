import type { Detector, Method } from '../method.ts'
import { methodAt } from '../method.ts'
import { scoresOf } from './service.ts'

/** goleak: whatever is still there at the end leaks (go.uber.org/goleak). Made for tests, whose end is an end; a service goes on. */
export const GOLEAK_LEFT: Detector = {
  name: 'goleak',
  source: 'go.uber.org/goleak; what is left at the end',
  score: 'goroutines at the end',
  published: [1],
  scores: (input) => scoresOf(input, ({ counts }) => counts.at(-1)),
}

export const GOLEAK: Method = methodAt(GOLEAK_LEFT, 1)
