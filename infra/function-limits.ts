import type { FunctionName } from '#functions/env.ts'

/** MB of memory, of which `ONE_CORE` are one whole core, and seconds of a run. */
export interface FunctionLimit {
  readonly memory: number
  readonly seconds: number
}

/**
 * What Lambda gives each function. Seconds are longer than its longest run, but of those that go on where their time was
 * over: judge and reconcile-day.
 */
export const FUNCTION_LIMITS: Readonly<Record<FunctionName, FunctionLimit>> = {
  /** The longest that an HTTP API waits is 30 s (API Gateway quotas). */
  api: { memory: 1_769, seconds: 29 },
  ingest: { memory: 1_769, seconds: 29 },
  /** A 64 MB dump, its text and what is read from it. */
  'index-upload': { memory: 1_769, seconds: 120 },
  /** The lives of a sample (shared/history/sample-processes.ts); the most memory that every account has. */
  'judge-service': { memory: 3_008, seconds: 180 },
  'plan-trends': { memory: 512, seconds: 60 },
  reconcile: { memory: 512, seconds: 300 },
  /** The names of an hour of 100,000 processes; it computes, for which a whole core takes a third of the time at one price. */
  'reconcile-day': { memory: 1_769, seconds: 900 },
  /** The day of 100,000 processes takes half of it (docs/cost.md). */
  report: { memory: 1_769, seconds: 900 },
  watch: { memory: 256, seconds: 30 },
}

/** MB that are one whole core (Lambda developer guide, memory). */
export const ONE_CORE = 1_769
