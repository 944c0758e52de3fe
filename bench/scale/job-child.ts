import type { Fleet } from './fleet.ts'
import { playClose, playJudge } from './jobs/judge.ts'
import { playPlan } from './jobs/plan.ts'
import { playPush } from './jobs/push.ts'
import { playReconcile } from './jobs/reconcile.ts'
import { playReport } from './jobs/report.ts'
import type { JobName, Played } from './played.ts'

/** A process that plays one job, so that its memory is its own, and prints what it took as JSON. */
const PLAY: Readonly<Record<JobName, (fleet: Fleet) => Promise<Played>>> = {
  push: playPush,
  plan: playPlan,
  close: playClose,
  judge: playJudge,
  reconcile: playReconcile,
  report: playReport,
}

const [job, fleet = ''] = process.argv.slice(2)
console.log(JSON.stringify(await PLAY[job as JobName](JSON.parse(fleet))))
