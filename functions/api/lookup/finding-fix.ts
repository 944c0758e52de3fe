import { Rejection } from '#shared/api/reason.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { fixText } from '#shared/finding/fix-text.ts'
import { newestVersion, verifyFix } from '#shared/finding/verify-fix.ts'
import { stacksBehind } from '#shared/finding/without-growth.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { HOUR, iso, isoOrNull } from '#shared/time.ts'
import type { ApiDeps } from '../api-deps.ts'

/** Whether a version is free of the leak; without one, that of the processes that began last. */
export async function fixOf(deps: ApiDeps, tenant: string, finding: Finding, wanted: string | undefined) {
  const { service, verdict } = finding
  const now = deps.now()
  const { lives } = await readLives(deps, tenant, service, { from: undefined, to: now + HOUR, now })
  const version = wanted ?? newestVersion(lives)
  if (version === undefined) {
    throw new Rejection('bad-parameter', 'No process of the service has a version: name one with version=.', {
      actual: service,
    })
  }
  const seen = [...new Set(lives.flatMap(({ counts }) => [...counts.keys()]))]
  const known = verdict.members.some(({ stacks }) => stacks > 1)
    ? await deps.signatures.getMany(tenant, service, seen)
    : new Map()
  const ids = [...new Set(verdict.members.flatMap((member) => stacksBehind(member, known)))]
  const check = verifyFix(finding, version, ids, lives, now)
  return {
    ...check,
    sureAt: isoOrNull(check.sureAt),
    at: iso(now),
    says: fixText(check, finding, now),
  }
}
