import type { Reach } from '#shared/delivery/address.ts'

/** What each function reads from its environment: CDK and the local stack both make it, `readEnv` is the only reader. */
export const ENV = {
  api: [
    'TABLE_NAME',
    'BUCKET_NAME',
    'INGEST_RESOLUTION_SECONDS',
    'RETENTION_DAYS',
    'INDEX_QUEUE_URL',
    'JUDGE_QUEUE_URL',
    'TOKEN_REQUESTS_PER_MINUTE',
  ],
  ingest: [
    'TABLE_NAME',
    'BUCKET_NAME',
    'INGEST_RESOLUTION_SECONDS',
    'RETENTION_DAYS',
    'INDEX_QUEUE_URL',
    'TOKEN_REQUESTS_PER_MINUTE',
  ],
  'index-upload': ['TABLE_NAME', 'BUCKET_NAME', 'INGEST_RESOLUTION_SECONDS', 'RETENTION_DAYS'],
  'judge-service': [
    'TABLE_NAME',
    'BUCKET_NAME',
    'INGEST_RESOLUTION_SECONDS',
    'RETENTION_DAYS',
    'JUDGE_QUEUE_URL',
    'NOTICE_TOPIC_ARN',
    'PUBLIC_URL',
  ],
  'plan-trends': ['TABLE_NAME', 'JUDGE_QUEUE_URL'],
  reconcile: ['TABLE_NAME', 'BUCKET_NAME', 'INDEX_QUEUE_URL', 'RECONCILE_QUEUE_URL'],
  'reconcile-day': ['TABLE_NAME', 'BUCKET_NAME', 'INDEX_QUEUE_URL', 'RECONCILE_QUEUE_URL'],
  report: [
    'TABLE_NAME',
    'BUCKET_NAME',
    'INGEST_RESOLUTION_SECONDS',
    'RETENTION_DAYS',
    'NOTICE_TOPIC_ARN',
    'PUBLIC_URL',
  ],
  // Names of the functions that take profiles in, with commas between.
  watch: ['TAKERS'],
} as const

export type FunctionName = keyof typeof ENV

/** The environment of one function. */
export type EnvOf<Name extends FunctionName> = Record<(typeof ENV)[Name][number], string>

/** What all stores together are made of. */
export type Env = EnvOf<'index-upload'>

/** @throws Error that lists every missing name */
export function readEnv<Name extends FunctionName>(
  name: Name,
  source: Readonly<Record<string, string | undefined>>,
): EnvOf<Name> {
  const missing = ENV[name].filter((variable) => !source[variable])
  if (missing.length > 0) throw new Error(`the environment of ${name} lacks ${missing.join(', ')}`)
  return Object.fromEntries(ENV[name].map((variable) => [variable, source[variable]])) as EnvOf<Name>
}

/** A thousand processes that each send three kinds of profile every 15 s, the pace of pyroscope-go and Alloy. */
const REQUESTS_PER_MINUTE = '12000'

/** What one token may send to one instance of the API; a local stack has a default. @throws Error */
export function requestsPerMinute(source: Readonly<Record<string, string | undefined>>): number {
  const { TOKEN_REQUESTS_PER_MINUTE: text = REQUESTS_PER_MINUTE } = source
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`TOKEN_REQUESTS_PER_MINUTE is ${text}; it must be a whole number from 1 to 999999999`)
  return Number(text)
}

/** Whether webhooks may lie in private networks: `WEBHOOK_PRIVATE_TARGETS=allow`, for a stack of one's own. @throws Error */
export function webhookReach(source: Readonly<Record<string, string | undefined>>): Reach {
  const { WEBHOOK_PRIVATE_TARGETS: text = '' } = source
  if (text !== '' && text !== 'allow')
    throw new Error(`WEBHOOK_PRIVATE_TARGETS is ${text}; it must be allow, or not be there`)
  return text === 'allow' ? 'private too' : 'public'
}
