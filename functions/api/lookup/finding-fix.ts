import { Rejection } from '#shared/api/reason.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { fixText } from '#shared/finding/fix-text.ts'
import { newestVersion, verifyFix } from '#shared/finding/verify-fix.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { HOUR, iso, isoOrNull } from '#shared/time.ts'
import type { ApiDeps } from '../api-deps.ts'
import { stacksOf } from './finding-stacks.ts'

/** Whether a version is free of the leak; without one, that of the processes that began last. */
export async function fixOf(deps: ApiDeps, tenant: string, finding: Finding, wanted: string | undefined) {
  const { service } = finding
  const now = deps.now()
  const { lives } = await readLives(deps, tenant, service, { from: undefined, to: now + HOUR, now })
  const version = wanted ?? newestVersion(lives)
  if (version === undefined) {
    throw new Rejection('bad-parameter', 'No process of the service has a version: name one with version=.', {
      actual: service,
    })
  }
  const ids = await stacksOf(deps, tenant, finding, lives)
  const check = verifyFix(finding, version, ids, lives, now)
  return {
    ...check,
    sureAt: isoOrNull(check.sureAt),
    at: iso(now),
    says: fixText(check, finding, now),
  }
}
