import type { Method } from '../method.ts'
import { signaturesThat } from './service.ts'

/** Share of the samples that a stack must stand in. */
const PRESENT = 0.9

/** goleaked: a stack that is there in nearly every sample leaks, whatever its count (github.com/Aparajith24/goleaked). */
export const RECURRENCE: Method = {
  name: 'recurrence',
  source: 'goleaked; in 90 % of the samples',
  answers: (input) =>
    signaturesThat(
      input,
      ({ counts }) => counts.filter((count) => count > 0).length >= PRESENT * counts.length,
    ).map((id) => ({ signatures: [id] })),
}
