import type { Found } from '#shared/api/answers/search.ts'
import type { AnswerOf } from '../api.ts'
import { address } from '../router.ts'

/** One thing that was found, and where it is. */
export interface Hit {
  readonly kind: 'service' | 'finding' | 'function'
  readonly href: string
  /** The text that was found, or what it stands in. */
  readonly title: string
  /** What tells it from others of the same title. */
  readonly beside: string
}

/** Findings first, which somebody may be looking for at night; then services, then functions. */
export function hitsOf({ findings, services, signatures }: AnswerOf<typeof Found>): Hit[] {
  return [
    ...findings.map(
      ({ id, service, place, cause }): Hit => ({
        kind: 'finding',
        href: address.finding(service, id),
        title: place,
        beside: cause === null ? service : `${service}, ${cause.title}`,
      }),
    ),
    ...services.map(
      ({ name, openFindings }): Hit => ({
        kind: 'service',
        href: address.service(name),
        title: name,
        beside: openFindings === 0 ? 'no open finding' : `${openFindings} open`,
      }),
    ),
    ...signatures.map(
      ({ id, service, frame, ownCode }): Hit => ({
        kind: 'function',
        href: `${address.service(service)}?signature=${id}`,
        title: frame,
        beside: ownCode === null || ownCode === frame ? service : `${service}, in ${ownCode}`,
      }),
    ),
  ]
}
