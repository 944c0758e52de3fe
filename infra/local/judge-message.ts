/** What is said between the server and the thread that judges. */

import type { JudgeNow } from '#functions/api/api-deps.ts'
import type { Judged } from '#functions/meter.ts'
import type { Passed, Reason } from '#shared/api/reason.ts'
import type { Reach } from '#shared/delivery/address.ts'
import type { DamagedError } from '#shared/store/store-error.ts'

/** What the thread is started with. */
export interface JudgeThreadOptions {
  readonly directory: string
  /** Days that profiles and blocks are kept. */
  readonly keepDays: number
  /** Where webhooks may lie. */
  readonly reach: Reach
  readonly publicUrl: string
}

/** A service to be judged; `id` names the call in the answer. */
export interface JudgeCall {
  readonly id: number
  readonly tenant: string
  readonly service: string
}

export type JudgeAnswer = Awaited<ReturnType<JudgeNow>>

/** A `Rejection`, which is no Rejection any more in another thread. */
export interface Refusal extends Passed {
  readonly reason: Reason
  readonly message: string
}

/** What became of a call, or what the meter or the upkeep is to hear. */
export type JudgeNews =
  | { readonly id: number; readonly answer: JudgeAnswer }
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly id: number; readonly error: unknown }
  | { readonly judged: Judged }
  | { readonly damaged: Pick<DamagedError, 'what' | 'key' | 'found'> }
