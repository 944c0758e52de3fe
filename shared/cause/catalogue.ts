import { type Cause, fits, type StackEvidence } from './cause.ts'
import { idleKeepAlive, unclosedBody } from './net-http.ts'

/** Every known cause. Where two entries fit a stack, the one that stands first is meant. */
export const CATALOGUE: readonly Cause[] = [unclosedBody, idleKeepAlive]

/** The cause that a stack gives away. */
export const causeOf = (stack: StackEvidence): Cause | undefined =>
  CATALOGUE.find(({ match }) => match.some((pattern) => fits(stack, pattern)))
