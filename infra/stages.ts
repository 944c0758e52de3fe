import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** Requests that API Gateway lets in. */
export interface Throttle {
  readonly perSecond: number
  readonly burst: number
}

/** What differs from stage to stage, and nothing else does. */
export interface Settings {
  /** Days that profiles and day blocks are kept. */
  readonly retentionDays: number
  /** Seconds: one snapshot a process and kind in each slot of this width; divides 3600. */
  readonly resolutionSeconds: number
  readonly logRetention: RetentionDays
  /** true: the data outlives the stack, and the table refuses to be deleted. */
  readonly keepsData: boolean
  /** Batches of messages indexed at once. */
  readonly indexers: number
  /** Services judged at once. */
  readonly judges: number
  /** Days of services compared with the index at once. */
  readonly reconcilers: number
  /** Requests that all routes but those of pushes take together. */
  readonly requests: Throttle
  /** Requests that each route of a push takes. */
  readonly pushes: Throttle
  /** true: a release gets a tenth of the runs for a quarter of an hour, and is taken back if an alarm rings. */
  readonly isCanary: boolean
  /** Runs at once that are set aside for a function; undefined: both take from what the account has. */
  readonly concurrency: { readonly ingest: number; readonly api: number } | undefined
  /** What one token may send to one instance of the API. */
  readonly tokenRequestsPerMinute: number
}

export const STAGES = {
  dev: {
    retentionDays: 30,
    resolutionSeconds: 60,
    logRetention: RetentionDays.ONE_WEEK,
    keepsData: false,
    indexers: 5,
    judges: 2,
    reconcilers: 2,
    requests: { perSecond: 50, burst: 100 },
    pushes: { perSecond: 200, burst: 400 },
    // An account has ten at first (Lambda quotas).
    concurrency: undefined,
    isCanary: false,
    tokenRequestsPerMinute: 3_000,
  },
  prod: {
    retentionDays: 90,
    resolutionSeconds: 60,
    logRetention: RetentionDays.THREE_MONTHS,
    keepsData: true,
    indexers: 40,
    judges: 20,
    reconcilers: 10,
    requests: { perSecond: 500, burst: 1_000 },
    // 100,000 processes that push once a minute are 1,700 per second.
    pushes: { perSecond: 2_500, burst: 5_000 },
    // Of 1,000, the quota of an account (Lambda quotas). A push takes 0.1 s, and 5 s where the table does not answer.
    concurrency: { ingest: 300, api: 100 },
    isCanary: true,
    tokenRequestsPerMinute: 12_000,
  },
} as const satisfies Record<string, Settings>

export type Stage = keyof typeof STAGES

/** @throws Error that names the stages */
export function stageNamed(name: unknown): Stage {
  if (typeof name === 'string' && Object.hasOwn(STAGES, name)) return name as Stage
  throw new Error(`there is no stage ${name}; there are ${Object.keys(STAGES).join(', ')}`)
}
