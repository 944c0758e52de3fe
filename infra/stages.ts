import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** What differs from stage to stage, and nothing else does. */
export interface Settings {
  /** Days that profiles and day blocks are kept. */
  readonly retentionDays: number
  /** Seconds: one snapshot a process and kind in each slot of this width; divides 3600. */
  readonly resolutionSeconds: number
  readonly logRetention: RetentionDays
  /** true: the data outlives the stack, and the table refuses to be deleted. */
  readonly keepsData: boolean
  /** Services judged at once. */
  readonly judges: number
  /** Requests that the API takes. */
  readonly requests: { readonly perSecond: number; readonly burst: number }
  /** What one token may send to one instance of the API. */
  readonly tokenRequestsPerMinute: number
}

export const STAGES = {
  dev: {
    retentionDays: 30,
    resolutionSeconds: 60,
    logRetention: RetentionDays.ONE_WEEK,
    keepsData: false,
    judges: 2,
    requests: { perSecond: 50, burst: 100 },
    tokenRequestsPerMinute: 3_000,
  },
  prod: {
    retentionDays: 90,
    resolutionSeconds: 60,
    logRetention: RetentionDays.THREE_MONTHS,
    keepsData: true,
    judges: 20,
    requests: { perSecond: 500, burst: 1_000 },
    tokenRequestsPerMinute: 12_000,
  },
} as const satisfies Record<string, Settings>

export type Stage = keyof typeof STAGES

/** @throws Error that names the stages */
export function stageNamed(name: unknown): Stage {
  if (typeof name === 'string' && Object.hasOwn(STAGES, name)) return name as Stage
  throw new Error(`there is no stage ${name}; there are ${Object.keys(STAGES).join(', ')}`)
}
