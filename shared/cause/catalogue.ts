import type { Signature } from '#shared/signature/signature.ts'
import { type Cause, fits } from './cause.ts'
import { idleKeepAlive, unclosedBody } from './net-http.ts'

/** Every known cause. Where two entries fit a stack, the one that stands first is meant. */
export const CATALOGUE: readonly Cause[] = [unclosedBody, idleKeepAlive]

/** The cause that a stack alone gives away. */
export const causeOf = (signature: Pick<Signature, 'frames'>): Cause | undefined =>
  CATALOGUE.find(({ match }) => fits(signature, match))
