import { DAY, MINUTE } from '#shared/time.ts'
import { type TrackerAnswer, TrackerError } from './tracker.ts'

/** What each status means to whoever set up the token. */
const MEANING: Readonly<Record<number, string>> = {
  400: 'the project does not take such an issue; for Jira look at issueType and at its required fields',
  401: 'the token is wrong or has expired',
  403: 'the token may not do this; give it the scope that docs/notices.md names',
  404: 'there is no such project, or the token does not see it',
  410: 'issues are turned off in this project',
  422: 'the project does not take such an issue',
}

/** Nobody is left waiting longer, whatever the answer says. */
const LONGEST_WAIT = DAY

/**
 * The answer, if it is one of these statuses.
 *
 * @param now milliseconds since the epoch
 * @throws TrackerError otherwise
 */
export function expectStatus(answer: TrackerAnswer, wanted: readonly number[], now: number): TrackerAnswer {
  const { status } = answer
  if (wanted.includes(status)) return answer
  const wait = waitOf(answer, now)
  if (wait !== undefined)
    throw new TrackerError(
      `It answered ${status}: too many requests. Tidemark asks again in ${Math.ceil(wait / MINUTE)} min.`,
      status,
      wait,
    )
  const meaning = MEANING[status]
  throw new TrackerError(
    meaning === undefined
      ? `It answered ${status}; a later run tries again.`
      : `It answered ${status}: ${meaning}.`,
    status,
  )
}

/**
 * How long an answer asks to wait: 429, and 403 of GitHub with `retry-after` or an empty rate limit
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api). Undefined: it does not.
 */
function waitOf({ status, headers }: TrackerAnswer, now: number): number | undefined {
  const after = headers['retry-after']
  const isEmpty = headers['x-ratelimit-remaining'] === '0'
  if (status !== 429 && !((status === 403 || status === 503) && (after !== undefined || isEmpty)))
    return undefined
  const reset = Number(headers['x-ratelimit-reset']) * 1000 - now
  const asked = after !== undefined ? secondsOf(after, now) : isEmpty ? reset : Number.NaN
  return Number.isFinite(asked) ? Math.min(Math.max(asked, MINUTE), LONGEST_WAIT) : MINUTE
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now. */
const secondsOf = (text: string, now: number): number =>
  /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
