/** The thread that judges: minutes of a large service hold up no push. `judge-thread.ts` starts it. */

import { randomUUID } from 'node:crypto'
import { totalmem } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { judgeAndTell } from '#functions/judge-service/judge-and-tell.ts'
import type { Judged } from '#functions/meter.ts'
import { Rejection } from '#shared/api/reason.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'
import { judgeBytes } from '#shared/history/sample-processes.ts'
import type { JudgeCall, JudgeNews, JudgeThreadOptions } from './judge-message.ts'
import { inProcessLeases } from './leases.in-process.ts'
import { openStores } from './open-stores.ts'

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
    if (!(error instanceof Rejection)) tell({ id, error })
    else {
      const { reason, message, limit = '', actual = '' } = error
      tell({ id, refusal: { reason, message, limit, actual } })
    }
  }
})
