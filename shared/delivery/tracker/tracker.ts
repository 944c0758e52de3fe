import type { IssueDraft } from '#shared/notice/tracked-issue.ts'

/** Where issues are filed: GitHub, GitLab or Jira, each behind its REST API. Every method throws a `TrackerError`. */
export interface Tracker {
  /** An issue that carries the marker. @param since milliseconds since the epoch: it is not older */
  find(marker: string, since: number): Promise<Issue | undefined>
  create(draft: IssueDraft): Promise<Issue>
  state(issue: Issue): Promise<IssueState>
  comment(issue: Issue, markdown: string): Promise<void>
  close(issue: Issue): Promise<void>
  reopen(issue: Issue): Promise<void>
  /** Reads what it needs to, and changes nothing. */
  check(): Promise<void>
}

/** An issue that was filed. */
export interface Issue {
  /** By which the API knows it: a number, or the key of Jira. */
  readonly id: string
  /** Its page. */
  readonly url: string
}

/** `refused`: closed by a person with the word that nothing will be done. `gone`: deleted, or moved elsewhere. */
export type IssueState = 'open' | 'closed' | 'refused' | 'gone'

/** A request to an API. */
export interface TrackerRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body?: unknown
}

/** What it answered. */
export interface TrackerAnswer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Undefined where the body is empty or no JSON. */
  readonly json: unknown
}

/** Asks once. @throws TrackerError where there is no answer */
export type CallTracker = (request: TrackerRequest) => Promise<TrackerAnswer>

/** Why a tracker did not do what it was asked. The message says nothing that the other side said. */
export class TrackerError extends Error {
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined
  /** Milliseconds until it may be asked again, where it said so. */
  readonly retryAfter: number | undefined

  constructor(message: string, status?: number, retryAfter?: number) {
    super(message)
    this.name = 'TrackerError'
    this.status = status
    this.retryAfter = retryAfter
  }
}
