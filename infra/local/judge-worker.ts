/** The thread that judges: minutes of a large service hold up no push. `judge-thread.ts` starts it. */

import { randomUUID } from 'node:crypto'
import { totalmem } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { JudgeNow } from '#functions/api/api-deps.ts'
import { judgeAndTell } from '#functions/judge-service/judge-and-tell.ts'
import type { Judged } from '#functions/meter.ts'
import { type Refusal, Rejection, refusalOf } from '#shared/api/reason.ts'
import type { Reach } from '#shared/delivery/address.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'
import { judgeBytes } from '#shared/history/sample-processes.ts'
import type { DamagedError } from '#shared/store/store-error.ts'
import { inProcessLeases } from './leases.in-process.ts'
import { openStores } from './open-stores.ts'

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
interface JudgeCall {
  readonly id: number
  readonly tenant: string
  readonly service: string
}

export type JudgeAnswer = Awaited<ReturnType<JudgeNow>>

/** What became of a call, or what the meter or the upkeep is to hear. */
export type JudgeNews =
  | { readonly id: number; readonly answer: JudgeAnswer }
  | { readonly id: number; readonly refusal: Refusal }
  | { readonly id: number; readonly error: unknown }
  | { readonly judged: Judged }
  | { readonly damaged: Pick<DamagedError, 'what' | 'key' | 'found'> }

const { directory, keepDays, reach, publicUrl } = workerData as JudgeThreadOptions
const now = (): number => Date.now()
const tell = (news: JudgeNews): void => parentPort?.postMessage(news)
const { folder, stores } = openStores(directory, {
  now,
  keepDays,
  onDamage: ({ what, key, found }) => tell({ damaged: { what, key, found } }),
})
// 0: nothing but the machine bounds this process.
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
const deps = {
  ...stores,
  sampleBytes: judgeBytes(memory),
  ledger: inProcessLeases(stores.ledger),
  meter: { ...stores.meter, judged: (judged: Judged) => tell({ judged }) },
  post: webhookPoster({ reach, now }),
  call: trackerCaller({ reach }),
  topic: undefined,
  publicUrl,
}

parentPort?.on('message', async (call: JudgeCall | 'close') => {
  if (call === 'close') {
    await folder.close()
    parentPort?.close()
    return
  }
  const { id, tenant, service } = call
  try {
    const { judgement, closedHours, changedFindings } = await judgeAndTell(
      deps,
      tenant,
      service,
      randomUUID(),
      now(),
    )
    const { verdicts, others } = judgement
    tell({ id, answer: { judgement: { verdicts, others }, closedHours, changedFindings } })
  } catch (error) {
    tell(error instanceof Rejection ? { id, refusal: refusalOf(error) } : { id, error })
  }
})
