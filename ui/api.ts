import type * as v from 'valibot'
import type { ProblemDetails } from '#shared/api/answers/error.ts'
import { expireSession } from './session.ts'

/** How is the API asked, and what is said where it does not answer? */

/** What an answer of a schema of `shared/api/answers` is. */
export type AnswerOf<Schema extends v.GenericSchema> = v.InferOutput<Schema>

/** Something that did not work: a sentence, and what to do next. */
export class Failure extends Error {
  readonly next: string
  /** A word of `shared/api/reason.ts`, or `lost` where nobody answered, or `slow`. */
  readonly reason: string

  constructor(reason: string, says: string, next: string) {
    super(says)
    this.name = 'Failure'
    this.reason = reason
    this.next = next
  }

  /** Whether the same request may well succeed in a while. */
  get isPassing(): boolean {
    return [
      'lost',
      'slow',
      'index-unavailable',
      'storage-unavailable',
      'storage-full',
      'rate-limited',
      'overloaded',
    ].includes(this.reason)
  }
}

/** Milliseconds; API Gateway gives up after 30 s. */
const PATIENCE = 35_000

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly body?: NonNullable<RequestInit['body']>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Asks once. @throws Failure; an expired session brings up the login, too */
export async function ask<Answer>(path: string, { signal, ...init }: Ask = {}): Promise<Answer> {
  const response = await answerTo(path, init, signal)
  if (response.status === 204) return undefined as Answer
  if (response.ok) return (await response.json()) as Answer
  const problem = await problemIn(response)
  if (problem.reason === 'unauthenticated') expireSession()
  throw new Failure(problem.reason, problem.detail, nextStep(problem.reason))
}

async function answerTo(path: string, init: Omit<Ask, 'signal'>, signal?: AbortSignal): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE)
  try {
    return await fetch(path, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
      cache: 'no-store',
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    if (patience.aborted)
      throw new Failure(
        'slow',
        `Tidemark has not answered for ${PATIENCE / 1000} seconds.`,
        'Ask for less, such as one process or a shorter time, or try again.',
      )
    throw new Failure(
      'lost',
      'Tidemark cannot be reached.',
      'The page asks again by itself; look whether the network and the server are up.',
    )
  }
}

type Problem = AnswerOf<typeof ProblemDetails>

async function problemIn(response: Response): Promise<Pick<Problem, 'detail'> & { reason: string }> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
  return {
    reason: problem.reason ?? 'internal-error',
    detail: problem.detail ?? `Tidemark answered ${response.status} and said nothing more.`,
  }
}

const NEXT: Readonly<Record<string, string>> = {
  unauthenticated: 'Log in again; you come back to this address.',
  forbidden: 'Log in with a token that allows it.',
  'unknown-service': 'Look whether its name is spelled so; the inbox leads to all services.',
  'unknown-finding': 'It may have been removed with its service; the inbox has those that are open.',
  'unknown-signature': 'Choose a longer time, or go back to the service.',
  'precondition-failed': 'Somebody changed it meanwhile: look at what it is now, then do it again.',
  'last-admin-token': 'Make another one with the scope admin first.',
  'too-many-webhooks': 'Delete one that nobody needs.',
  'private-address': 'Take an address that everybody can reach.',
  'rate-limited': 'Wait a few seconds; the page asks again by itself.',
  'index-unavailable': 'The page asks again by itself in a few seconds.',
  'storage-full': 'Make room on the disk of the server; the page asks again by itself.',
  'storage-unavailable': 'The page asks again by itself in a few seconds.',
  'internal-error': 'Try again; if it stays, the log of the API has the reason.',
}

const nextStep = (reason: string): string => NEXT[reason] ?? 'Change what was asked for and try again.'
