/** The environment of every function: CDK and the local stack both make one, `readEnv` is the only reader. */
export const ENV = ['TABLE_NAME', 'BUCKET_NAME', 'INGEST_RESOLUTION_SECONDS', 'RETENTION_DAYS'] as const

export type Env = Record<(typeof ENV)[number], string>

/** @throws Error that lists every missing name */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const missing = ENV.filter((name) => !source[name])
  if (missing.length > 0) throw new Error(`the environment lacks ${missing.join(', ')}`)
  return Object.fromEntries(ENV.map((name) => [name, source[name]])) as Env
}
