import type { Method } from '../method.ts'
import { EVE } from './eve.ts'
import { LEAST_SQUARES } from './least-squares.ts'
import { MANN_KENDALL } from './mann-kendall.ts'
import { RECURRENCE } from './recurrence.ts'
import { threshold } from './threshold.ts'

/** What others do, on the same input. */
export const BASELINES: readonly Method[] = [
  threshold(10_000),
  threshold(1_000),
  LEAST_SQUARES,
  MANN_KENDALL,
  EVE,
  RECURRENCE,
]
