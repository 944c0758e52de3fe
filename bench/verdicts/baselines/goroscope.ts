import type { Detector } from '../method.ts'
import { scoresOf } from './service.ts'

/** goroscope sorts groups of stacks by how much they grew since they were first seen, and leaves the rest to its reader (rezmoss/goroscope, f66e1de). */
export const GOROSCOPE: Detector = {
  name: 'goroscope',
  source: 'rezmoss/goroscope f66e1de; Δ since first seen',
  score: 'goroutines more than at first',
  published: [],
  scores: (input) => scoresOf(input, ({ counts }) => (counts.at(-1) ?? 0) - (counts[0] ?? 0)),
}
