import { type TellDeps, tellFindings } from '#shared/delivery/tell.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { findingOwners, type OwnerDeps } from '../finding-owners.ts'
import type { SourceDeps } from '../finding-source.ts'
import { logFailure } from '../log.ts'
import type { JudgeRun } from './judge-service.ts'
import { type MeteredDeps, meteredJudge } from './metered-judge.ts'
import type { RunTime } from './run.ts'

export type TellingJudgeDeps = MeteredDeps & TellDeps & OwnerDeps & SourceDeps

/** Neither the address, which may hold a secret, nor an answer goes into the log. */
const NOT_TOLD = 'a notice was not delivered'

/** Judges one service and tells what that changed; what cannot be told is logged, and told by a later run. */
export async function judgeAndTell(
  deps: TellingJudgeDeps,
  tenant: string,
  service: string,
  owner: string,
  now: number,
  time?: RunTime,
): Promise<JudgeRun> {
  const run = await meteredJudge(deps, tenant, service, owner, now, time)
  try {
    const ownersOf = await findingOwners(deps, tenant, [service])
    const telling = {
      ...deps,
      sourceOf: async (of: string, finding: Finding) =>
        (await import('../finding-present.ts')).newestSourceOf(deps, of, finding),
    }
    const { sent, failures } = await tellFindings(telling, tenant, service, run.findings, now, ownersOf)
    for (const failure of failures) logFailure(NOT_TOLD, failure, { tenant, service })
    if (sent + failures.length > 0) deps.meter.told({ tenant, service, sent, failed: failures.length })
  } catch (error) {
    deps.meter.told({ tenant, service, sent: 0, failed: 1 })
    logFailure(NOT_TOLD, error, { tenant, service })
  }
  return run
}
