import type { Finding } from '#shared/finding/finding.ts'
import { type Alert, alertOf } from '#shared/notice/alertmanager.ts'
import { type Message, messageOf, messagesOf } from '#shared/notice/message.ts'
import { type Notice, noticesOf } from '#shared/notice/notice.ts'
import type { ToldLedger } from '#shared/store/told-ledger.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'
import { DAY } from '#shared/time.ts'
import { findingLink } from './link.ts'
import { hears, type Target, type TargetDeps, targetsOf } from './target.ts'
import { tellAlerts } from './tell-alerts.ts'
import { type IssueDeps, tellIssues } from './tell-issues.ts'
import { type Hearing, sendAll, settle, summed, TAKEN_FOR, type Told, takeDue } from './told.ts'
import { isTracker } from './tracker/project.ts'

export interface TellDeps extends TargetDeps, IssueDeps {
  readonly told: ToldLedger
  /** Origin of the page and the API, such as `https://tidemark.example`. */
  readonly publicUrl: string
}

/** A step that could not be told to people in this time is told no more: the report has it. */
const TOLD_WITHIN = DAY
/** Systems hear of a step even after a weekend; their marks in the ledger are kept longer. */
const SYSTEMS_TOLD_WITHIN = 3 * DAY
/** Steps that one run tells to one system, a request each; later runs tell the others. */
const MOST_STEPS = 20

/** What there is to tell of a service. */
interface News {
  /** By `<signature>@<service>`. */
  readonly findings: ReadonlyMap<string, Finding>
  readonly people: readonly Notice[]
  readonly systems: readonly Notice[]
  readonly alerts: readonly { readonly alert: Alert; readonly owners: readonly string[] }[]
}

/**
 * Tells what has befallen the findings of one service, each step once to each who wants to know.
 *
 * What fails is told by a later call, so that it reaches everybody at least once; the id of a message tells a repeated one.
 */
export async function tellFindings(
  deps: TellDeps,
  tenant: string,
  service: string,
  findings: readonly Finding[],
  now: number,
  ownersOf: (finding: Finding) => readonly string[] = () => [],
): Promise<Told> {
  const news = newsOf(deps.publicUrl, findings, now, ownersOf)
  const hasSteps = news.people.length + news.systems.length > 0
  if (!hasSteps && news.alerts.length === 0) return { sent: 0, failures: [] }
  const targets = await targetsOf(deps, tenant, ({ servicePrefix = '' }) => service.startsWith(servicePrefix))
  const told = hasSteps ? await deps.told.told(tenant, service) : new Set<string>()
  const each = targets.map((target) =>
    tellTarget(deps, target, { tenant, service, target: target.id, told, now }, news),
  )
  return summed(await Promise.all(each))
}

function newsOf(
  publicUrl: string,
  findings: readonly Finding[],
  now: number,
  ownersOf: (finding: Finding) => readonly string[],
): News {
  const of = findings.map((finding) => {
    const [link, owners] = [findingLink(publicUrl, finding), ownersOf(finding)]
    return {
      people: noticesOf(finding, link, now - TOLD_WITHIN, now, owners),
      systems: noticesOf(finding, link, now - SYSTEMS_TOLD_WITHIN, now, owners, 'systems'),
      alert: alertOf(finding, link, owners, now),
      owners,
    }
  })
  return {
    findings: new Map(findings.map((finding) => [`${finding.id}@${finding.service}`, finding])),
    people: of.flatMap(({ people }) => people).toSorted((a, b) => a.at - b.at),
    systems: of.flatMap(({ systems }) => systems).toSorted((a, b) => a.at - b.at),
    alerts: of.flatMap(({ alert, owners }) => (alert === undefined ? [] : [{ alert, owners }])),
  }
}

async function tellTarget(
  deps: TellDeps,
  { webhook, since, send }: Target,
  hearing: Hearing,
  news: News,
): Promise<Told> {
  const { service, now } = hearing
  const isMine = ({ owners }: Pick<Notice, 'owners'>): boolean => isOwnedBy(webhook?.owner, owners)
  const due = (notices: readonly Notice[]) => notices.filter((one) => one.at >= since && isMine(one))
  const kind = hears(webhook)
  if (kind === 'alerts' && webhook !== undefined) {
    const alerts = news.alerts.filter(isMine).map(({ alert }) => alert)
    return tellAlerts(deps, webhook, hearing, alerts, due(news.systems))
  }
  if (webhook !== undefined && isTracker(webhook))
    return tellIssues(deps, webhook, hearing, due(news.systems), news.findings)
  const tellings =
    kind === 'steps'
      ? (await takeDue(deps.told, hearing, due(news.systems), MOST_STEPS)).map((notice) => ({
          message: messageOf(notice),
          notices: [notice],
        }))
      : messagesOf(await takeDue(deps.told, hearing, due(news.people)))
  return sendAll(tellings, async (telling) => {
    const failure = await send(telling, service, now)
    await settle(deps.told, hearing, telling.notices, failure)
    return failure
  })
}

/** Whether a webhook of an owner, or of all, is told of what these own. */
const isOwnedBy = (owner: string | undefined, owners: readonly string[]): boolean =>
  owner === undefined || owners.includes(owner)

/** Tells of something that is of no service, such as a report, to all whose webhooks want it. */
export async function tellAll(
  deps: TellDeps,
  tenant: string,
  messageFor: (webhook: Webhook | undefined) => Message,
  now: number,
): Promise<Told> {
  const told = await deps.told.told(tenant, undefined)
  const targets = await targetsOf(deps, tenant, ({ reports }) => reports)
  const each = targets.map(async ({ id: target, webhook, send }) => {
    const message = messageFor(webhook)
    const key = { tenant, service: undefined, notice: message.id, target }
    if (told.has(`${message.id}#${target}`)) return { sent: 0, failures: [] }
    // Who asks again, as a function that is tried again does, must not take another's try for a success.
    if (!(await deps.told.take(key, now + TAKEN_FOR, now)))
      return { sent: 0, failures: [`another run is about ${message.id}`] }
    return sendAll([message], async () => {
      const failure = await send({ message, notices: [] }, undefined, now)
      await (failure === undefined ? deps.told.done(key, now) : deps.told.failed(key, now))
      return failure
    })
  })
  return summed(await Promise.all(each))
}
