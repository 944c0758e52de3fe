import type { Reason } from '#shared/api/reason.ts'
import type { TestApi } from '#test/support/api.ts'

/** A request that must not be answered as it asks. */
export interface Refusal {
  /** The phenomenon; names the test. */
  readonly name: string
  readonly reason: Reason
  readonly send: (api: TestApi) => Promise<Response>
  /** What the answer says beside the reason; a limit that was passed always stands with its actual value. */
  readonly says?: { readonly limit?: number | string; readonly actual?: number | string }
  /** Objects that stay: those whose index row is to be written by the retry. */
  readonly leaves?: number
}
