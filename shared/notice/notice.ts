import { createHash } from 'node:crypto'
import type { Cause } from '#shared/cause/cause.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { headline } from '#shared/verdict/judge/explain.ts'
import { type FiguresJson, figuresJson } from '#shared/verdict/judge/figures-json.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'
import { adviceOf } from './advice.ts'
import { type Audience, type NoticeKind, toldTransitions } from './transition.ts'

/** One step of one finding, told once to each who wants to know, with its figures as they are when it is told. */
export interface Notice extends FiguresJson {
  /** The same for the same step, however often it is sent. */
  readonly id: string
  readonly kind: NoticeKind
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `<signature>@<service>` */
  readonly finding: string
  readonly service: string
  readonly tier: Tier
  readonly headline: string
  readonly reason: string
  readonly advice: string
  readonly cause: Pick<Cause, 'id' | 'title'> | null
  readonly owners: readonly string[]
  readonly link: string
}

/**
 * What is told of a finding in a time, oldest first.
 *
 * @param link address of its page
 * @param from milliseconds since the epoch
 * @param now the time ends here
 * @param owners of the finding
 * @param audience who is told
 */
export const noticesOf = (
  finding: Finding,
  link: string,
  from: number,
  now: number,
  owners: readonly string[] = [],
  audience: Audience = 'people',
): Notice[] =>
  toldTransitions(finding, from, now + 1, audience).map(({ at, kind, reason }) => {
    const { id, service, verdict } = finding
    const { tier, cause } = verdict
    return {
      id: noticeId([service, id, String(at), kind]),
      kind,
      at,
      finding: `${id}@${service}`,
      service,
      tier,
      headline: headline(service, verdict, now),
      reason,
      advice: adviceOf(asOf(verdict, now)),
      cause: cause === undefined ? null : { id: cause.id, title: cause.title },
      owners,
      ...figuresJson(verdict, now),
      link,
    }
  })

/** 96 bits of SHA-256 in hex. */
export const noticeId = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)
