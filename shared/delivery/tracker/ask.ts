import { expectStatus } from './refusal.ts'
import type { CallTracker, TrackerAnswer, TrackerRequest } from './tracker.ts'

/** One request to a tracker. @throws TrackerError for an answer that has another status than one of `wanted` */
export type AskTracker = (
  method: TrackerRequest['method'],
  url: string,
  wanted: readonly number[],
  body?: unknown,
) => Promise<TrackerAnswer>

/** Asks a tracker as one account. @param headers of every request, with its token */
export const asking =
  (call: CallTracker, headers: Readonly<Record<string, string>>, now: () => number): AskTracker =>
  async (method, url, wanted, body) =>
    expectStatus(await call({ method, url, headers, body }), wanted, now())
