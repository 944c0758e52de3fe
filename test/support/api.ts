import { randomUUID } from 'node:crypto'
import type { ApiDeps } from '#functions/api/api-deps.ts'
import { createApp } from '#functions/api/app.ts'
import { BODY_READERS } from '#functions/api/body/body-readers.ts'
import { bodyRoom } from '#functions/api/caller/body-room.ts'
import { assemble } from '#functions/deps.ts'
import { judgeAndTell } from '#functions/judge-service/judge-and-tell.ts'
import { emfMeter } from '#functions/meter.emf.ts'
import { inProcessJudgeQueue } from '#infra/local/queues.in-process.ts'
import { bundlePage } from '#infra/page-bundle.ts'
import type { TokenRecord } from '#shared/access/grant.ts'
import { tokenHash } from '#shared/access/token.ts'
import type { Reach } from '#shared/delivery/address.ts'
import type { PostWebhook } from '#shared/delivery/post-webhook.ts'
import { lazy } from '#shared/lazy.ts'
import type { IndexMessage } from '#shared/store/index-queue.ts'
import { telling } from './telling.ts'
import { watchedProfiles } from './watched-profiles.ts'
import { watchedRows } from './watched-rows.ts'

/** A Monday morning: the time of every test that does not say another. */
export const NOW = Date.parse('2026-09-07T08:30:00Z')
export const TENANT = 'acme'
/** Far under that of Lambda, so that a test passes it at no cost. */
export const BODY_LIMIT = 256 * 1024

const ENV = {
  TABLE_NAME: 'memory',
  BUCKET_NAME: 'memory',
  INGEST_RESOLUTION_SECONDS: '60',
  RETENTION_DAYS: '90',
}

/** All stores in memory, watched, with a clock that a test moves and a queue that it can break. */
export function testStores() {
  const clock = { now: NOW }
  const now = (): number => clock.now
  const rows = watchedRows(now)
  const profiles = watchedProfiles()
  const queue = { sent: [] as IndexMessage[], isDown: false }
  const indexQueue = {
    send: async (message: IndexMessage) => {
      if (queue.isDown) throw new Error('the queue does not answer')
      queue.sent.push(message)
    },
  }
  const rim = { now, indexQueue, ...telling(now) }
  return { clock, rows, profiles, queue, deps: assemble(ENV, rim, rows, profiles) }
}

export type TestApi = Awaited<ReturnType<typeof testApi>>

interface TestOptions {
  readonly requestsPerMinute?: number
  /** Bytes; any unless said. */
  readonly answerLimit?: number
  /** Where webhooks may lie. */
  readonly reach?: Reach
  /** Takes each line of the embedded metric format. */
  readonly metrics?: (line: string) => void
  /** Who takes what webhooks are told; this machine, where nobody listens, unless said. */
  readonly post?: PostWebhook
}

/** The HTTP API over `testStores`, with an admin's token. */
export async function testApi({
  requestsPerMinute = 12_000,
  answerLimit,
  reach = 'public',
  metrics = () => {},
  post,
}: TestOptions = {}) {
  const stores = testStores()
  const { clock } = stores
  const meter = emfMeter(stores.deps.meter, { functionName: 'api', now: stores.deps.now, write: metrics })
  const deps = { ...stores.deps, meter, post: post ?? stores.deps.post }
  const judge: ApiDeps['judge'] = (tenant, service) =>
    judgeAndTell(deps, tenant, service, randomUUID(), clock.now)
  const judgeQueue = inProcessJudgeQueue(({ tenant, service }) => judge(tenant, service))
  const page = lazy(bundlePage)
  const apiDeps: ApiDeps = {
    ...deps,
    ...BODY_READERS,
    judge,
    judgeQueue,
    bodyLimit: BODY_LIMIT,
    room: bodyRoom(4 * BODY_LIMIT),
    answerLimit,
    requestsPerMinute,
    page,
    reach,
  }
  const app = createApp(apiDeps)

  /** A new token; what is not said is an admin's of `TENANT`. */
  async function token(more: Partial<Omit<TokenRecord, 'sha256'>> = {}): Promise<string> {
    const secret = `tdm_test_${randomUUID()}`
    const record = { tenant: TENANT, name: 'test', scopes: ['admin'] as const, ...more }
    await deps.tokens.put({
      createdAt: NOW,
      expiresAt: undefined,
      servicePrefix: undefined,
      ...record,
      sha256: tokenHash(secret),
    })
    return secret
  }

  const admin = await token()
  const send = async (path: string, { as = admin, ...init }: RequestInit & { as?: string } = {}) =>
    app.request(path, { ...init, headers: { authorization: `Bearer ${as}`, ...init.headers } })

  return {
    ...stores,
    apiDeps,
    app,
    token,
    send,
    /** The JSON that a path answers. */
    read: async (path: string, as = admin): Promise<unknown> => (await send(path, { as })).json(),
    push: (
      body: NonNullable<RequestInit['body']>,
      query: Readonly<Record<string, string>> = {},
      as = admin,
    ) => send(pushPath(query), { method: 'POST', body, as }),
  }
}

/** `POST /v1/profiles` of `checkout` on `pod-1`, unless the query says other. */
const pushPath = (query: Readonly<Record<string, string>> = {}): string =>
  `/v1/profiles?${new URLSearchParams({ service: 'checkout', instance: 'pod-1', ...query })}`
