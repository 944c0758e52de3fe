import type { Finding } from '#shared/finding/finding.ts'
import { storyOf } from '#shared/finding/story.ts'
import { noticeId } from '#shared/notice/notice.ts'
import { toldTransitions } from '#shared/notice/transition.ts'
import { iso } from '#shared/time.ts'
import type { ApiDeps } from '../api-deps.ts'

/** Steps that are looked up, the newest: each is a query. */
const MOST_STEPS = 10

/** What became of a finding, and who was told of each step. */
export async function toldStory(deps: ApiDeps, tenant: string, finding: Finding) {
  const now = deps.now()
  const told = await toldSteps(deps, tenant, finding, now)
  return {
    chapters: storyOf(finding, now).map(({ step, at, by, comment, ...chapter }) => ({
      ...chapter,
      at: iso(at),
      by: by ?? null,
      ...(comment === undefined ? {} : { comment }),
      told: (step && told.get(step.at)) ?? [],
    })),
  }
}

/** Names of those who were told, by the time of the step. */
async function toldSteps(
  { told, webhooks }: ApiDeps,
  tenant: string,
  finding: Finding,
  now: number,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { id, service } = finding
  const steps = toldTransitions(finding, 0, now + 1).slice(-MOST_STEPS)
  const targets = await Promise.all(
    steps.map(async ({ at, kind }) => ({
      at,
      ids: await told.toldTo(tenant, service, noticeId([service, id, String(at), kind])),
    })),
  )
  const names = new Map([['topic', 'topic']])
  if (targets.some(({ ids }) => ids.some((target) => !names.has(target))))
    for await (const webhook of webhooks.list(tenant)) names.set(webhook.id, webhook.name)
  return new Map(targets.map(({ at, ids }) => [at, ids.map((target) => names.get(target) ?? REMOVED).sort()]))
}

const REMOVED = 'a webhook that was removed'
