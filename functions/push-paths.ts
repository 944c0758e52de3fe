/**
 * The routes by which profiles come in: where each is mounted → its paths as an HTTP API writes them. On AWS these go to
 * the function `ingest`, with a throttle of their own; all others go to `api`.
 *
 * A new one is a row here and its routes in `functions/api/push-app.ts`.
 */
export const PUSH_PATHS = {
  '/v1/profiles': ['/v1/profiles'],
  '/v1/batches': ['/v1/batches'],
  '/v1/sockets': ['/v1/sockets'],
  '/v1/uploads': ['/v1/uploads', '/v1/uploads/{id}'],
  '/ingest': ['/ingest'],
  '/pyroscope/ingest': ['/pyroscope/ingest'],
  '/v1development/profiles': ['/v1development/profiles'],
  '/v1/pprof': ['/v1/pprof'],
  '/profiling/v1/input': ['/profiling/v1/input'],
  '/push.v1.PusherService': ['/push.v1.PusherService/{method}'],
} as const satisfies Readonly<Record<`/${string}`, readonly `/${string}`[]>>

export type PushMount = keyof typeof PUSH_PATHS

/** `/t/TOKEN/…`: a token in the path can only push (functions/api/caller/path-token.ts). */
export const PATH_TOKEN_PATH = '/t/{token}/{path+}'
