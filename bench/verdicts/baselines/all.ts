import { type Detector, type Method, methodAt } from '../method.ts'
import { EVE, EVE_DEVIATIONS, EVE_GROWTH, EVE_SHAPE } from './eve.ts'
import { GOLEAK, GOLEAK_LEFT } from './goleak.ts'
import { GOROSCOPE } from './goroscope.ts'
import { LEAST_SQUARES, LEAST_SQUARES_SLOPE, LEAST_SQUARES_Z } from './least-squares.ts'
import { MANN_KENDALL, MANN_KENDALL_Z } from './mann-kendall.ts'
import { MONIGO, MONIGO_GROWING } from './monigo.ts'
import { RECURRENCE, RECURRENCE_SHARE } from './recurrence.ts'
import { PROOF, PROOF_COUNT } from './runtime-proof.ts'
import { THRESHOLD } from './threshold.ts'

/** What others do, on the same input. */
export const BASELINES: readonly Method[] = [
  methodAt(THRESHOLD, 10_000, 'threshold 10,000'),
  methodAt(THRESHOLD, 1_000, 'threshold 1,000'),
  LEAST_SQUARES,
  MANN_KENDALL,
  EVE,
  RECURRENCE,
  MONIGO,
  GOLEAK,
  PROOF,
]

/** The same, each with a number that its users may set. */
export const DETECTORS: readonly Detector[] = [
  THRESHOLD,
  LEAST_SQUARES_Z,
  LEAST_SQUARES_SLOPE,
  MANN_KENDALL_Z,
  EVE_GROWTH,
  EVE_DEVIATIONS,
  EVE_SHAPE,
  RECURRENCE_SHARE,
  MONIGO_GROWING,
  GOROSCOPE,
  GOLEAK_LEFT,
  PROOF_COUNT,
]
