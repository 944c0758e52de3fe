import type { Argument, ArgumentId } from '../model/argument.ts'
import type { Measured } from './argument.ts'
import { BASE, FITTED, STATED } from './weights.ts'

const WEIGHTS: Readonly<Record<ArgumentId, number>> = { ...FITTED, ...STATED }

/** How likely it is that growth is a leak. */
export interface Odds {
  /** 0 … 1. */
  readonly probability: number
  /** Everything that was weighed, the heaviest first. */
  readonly arguments: readonly Argument[]
}

/** Adds up the arguments: a logistic regression (Cox 1958), whose weights `npm run odds` fits. */
export function oddsOf(measured: readonly Measured[]): Odds {
  const weighed = measured.map((one) => ({ ...one, points: WEIGHTS[one.id] * one.value }))
  const log = weighed.reduce((sum, { points }) => sum + points, BASE)
  return {
    probability: 1 / (1 + Math.exp(-log)),
    arguments: weighed.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
  }
}
