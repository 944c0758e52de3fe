import { type Detector, type Method, methodAt } from '../method.ts'
import { scoresOf } from './service.ts'

/** Share of the samples that a stack must stand in. */
const PRESENT = 0.9

/** goleaked: a stack that is there in nearly every sample leaks, whatever its count (github.com/Aparajith24/goleaked). */
export const RECURRENCE_SHARE: Detector = {
  name: 'recurrence',
  source: 'goleaked; in 90 % of the samples',
  score: 'share of the samples',
  published: [PRESENT],
  scores: (input) =>
    scoresOf(input, ({ counts }) => counts.filter((count) => count > 0).length / counts.length),
}

export const RECURRENCE: Method = methodAt(RECURRENCE_SHARE, PRESENT)
