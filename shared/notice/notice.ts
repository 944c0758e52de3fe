import { createHash } from 'node:crypto'
import type { Cause } from '#shared/cause/cause.ts'
import type { Finding } from '#shared/verdict/finding.ts'
import type { Tier } from '#shared/verdict/verdict.ts'
import { adviceOf, headlineOf } from './sentence.ts'
import { type NoticeKind, toldTransitions } from './transition.ts'

/** One step of one finding, told once to each who wants to know. */
export interface Notice {
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
  readonly perHour: number
  readonly since: number
  readonly link: string
}

/** What is told of a finding in a time, oldest first. @param link address of its page @param to exclusive */
export const noticesOf = (finding: Finding, link: string, from: number, to: number): Notice[] =>
  toldTransitions(finding, from, to).map(({ at, kind, reason }) => {
    const { id, service, verdict } = finding
    const { tier, cause, perHour, since } = verdict
    return {
      id: noticeId([service, id, String(at), kind]),
      kind,
      at,
      finding: `${id}@${service}`,
      service,
      tier,
      headline: headlineOf(verdict),
      reason,
      advice: adviceOf(verdict),
      cause: cause === undefined ? null : { id: cause.id, title: cause.title },
      perHour,
      since,
      link,
    }
  })

/** 96 bits of SHA-256 in hex. */
export const noticeId = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)
