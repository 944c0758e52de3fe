import type { Finding } from '#shared/finding/finding.ts'
import type { IssueSource } from '#shared/notice/issue.ts'
import type { Notice } from '#shared/notice/notice.ts'
import { issueDraft } from '#shared/notice/tracked-issue.ts'
import type { Delivery, DeliveryLog } from '#shared/store/delivery-log.ts'
import type { IssueLedger } from '#shared/store/issue-ledger.ts'
import type { ToldLedger } from '#shared/store/told-ledger.ts'
import { AGAIN_AFTER, type Hearing, settle, type Told, takeDue, toldKey } from './told.ts'
import { type Filing, fileStep } from './tracker/file-step.ts'
import { projectName, type TrackerWebhook } from './tracker/project.ts'
import { type CallTracker, TrackerError } from './tracker/tracker.ts'
import { trackerOf } from './tracker/tracker-of.ts'

export interface IssueDeps {
  readonly issues: IssueLedger
  readonly deliveries: DeliveryLog
  readonly told: ToldLedger
  readonly call: CallTracker
  /** Milliseconds since the epoch: claims go by the clock, however long ago the run began. */
  readonly now: () => number
  /** What is known of the lines of source of a finding; null: nothing. */
  readonly sourceOf?: (tenant: string, finding: Finding) => Promise<IssueSource | null>
}

/** Steps of one run, some requests of up to five seconds each; later runs tell the others. */
const MOST_STEPS = 5

/** Tells a tracker the steps of findings, each in the issue of its finding; a failure ends it for this run. */
export async function tellIssues(
  deps: IssueDeps,
  webhook: TrackerWebhook,
  hearing: Hearing,
  steps: readonly Notice[],
  findings: ReadonlyMap<string, Finding>,
): Promise<Told> {
  const { tenant, service } = hearing
  const tracker = await trackerOf(webhook, deps.call, deps.now)
  let sent = 0
  for (const step of await takeDue(deps.told, hearing, steps, MOST_STEPS)) {
    const finding = findings.get(step.finding)
    if (finding === undefined) continue
    const key = { tenant, project: projectName(webhook), service, finding: finding.id }
    const draft = async () => {
      const source = (await deps.sourceOf?.(tenant, finding).catch(() => null)) ?? null
      return issueDraft(finding, source, step.owners, tenant, step.link, deps.now())
    }
    const { wait, ...outcome } = await attempt(() => fileStep({ ...deps, tracker, draft }, key, step))
    const at = deps.now()
    const type = `finding.${step.kind}`
    await deps.deliveries.add(tenant, webhook.id, { id: step.id, at, type, service, ...outcome })
    const { failure } = outcome
    if (failure !== undefined) {
      await deps.told.failed(toldKey(hearing, step.id), at + Math.max(wait ?? 0, AGAIN_AFTER))
      return { sent, failures: [failure] }
    }
    await settle(deps.told, hearing, [step], undefined)
    sent++
  }
  return { sent, failures: [] }
}

/** How one step went. */
interface Attempt extends Pick<Delivery, 'delivered' | 'tries' | 'status' | 'failure' | 'note'> {
  /** Milliseconds until it may be tried again. */
  readonly wait: number | undefined
}

async function attempt(file: () => Promise<Filing>): Promise<Attempt> {
  try {
    const { note } = await file()
    return { delivered: true, tries: 1, status: undefined, failure: undefined, note, wait: undefined }
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error
    const { message, status, retryAfter } = error
    return { delivered: false, tries: 1, status, failure: message, wait: retryAfter }
  }
}

/** What the test button does: it asks for what reading needs, and files nothing. @param id of the test */
export async function testTracker(
  { call, now, deliveries }: Pick<IssueDeps, 'call' | 'now' | 'deliveries'>,
  tenant: string,
  webhook: TrackerWebhook,
  id: string,
): Promise<Attempt> {
  const outcome = await attempt(async () => {
    await (await trackerOf(webhook, call, now)).check()
    return { note: 'The token can read the project. Whether it may file issues shows with the first leak.' }
  })
  const { wait: _, ...logged } = outcome
  await deliveries.add(tenant, webhook.id, { id, at: now(), type: 'test', service: undefined, ...logged })
  return outcome
}
