import type { Tier, Verdict } from '#shared/verdict/model/verdict.ts'
import type { Meter } from '../meter.ts'
import { type JudgeDeps, type JudgeRun, judgeService } from './judge-service.ts'
import type { RunTime } from './run.ts'

export interface MeteredDeps extends JudgeDeps {
  readonly meter: Meter
  /** Milliseconds since the epoch; what a run takes is told by it. */
  readonly now: () => number
}

/** `judgeService`; the meter hears of every run that comes to a verdict. */
export async function meteredJudge(
  deps: MeteredDeps,
  tenant: string,
  service: string,
  owner: string,
  now: number,
  time?: RunTime,
): Promise<JudgeRun> {
  const began = deps.now()
  const run = await judgeService(deps, tenant, service, owner, now, time)
  const findings = byTier(run.judgement.verdicts)
  const { unjudgedFor } = run
  deps.meter.judged({ tenant, service, milliseconds: deps.now() - began, findings, unjudgedFor })
  return run
}

function byTier(verdicts: readonly Verdict[]): Record<Tier, number> {
  const counts = { proven: 0, probable: 0, suspect: 0, watch: 0 }
  for (const { tier } of verdicts) counts[tier]++
  return counts
}
