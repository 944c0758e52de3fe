import { findingLink } from '#shared/delivery/link.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { issueOf } from '#shared/notice/issue.ts'
import { newIssueUrl } from '#shared/source/forge.ts'
import { newestSourceOf } from '../../finding-present.ts'
import type { ApiDeps } from '../api-deps.ts'

/** A finding as the text of an issue, and the form to put it in. @param origin address of the page */
export async function issueTextOf(deps: ApiDeps, tenant: string, finding: Finding, origin: string) {
  const [source, service] = await Promise.all([
    newestSourceOf(deps, tenant, finding),
    deps.directory.service(tenant, finding.service),
  ])
  const text = issueOf(finding, source, findingLink(origin, finding), deps.now())
  const repository = service?.settings.repository
  return { ...text, newIssue: (repository && newIssueUrl(repository, text)) ?? null }
}
