import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { Webhook, WebhookKind } from '#shared/store/webhook-store.ts'

/** An issue as a double keeps it. */
export interface DoubleIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  readonly comments: string[]
  readonly createdAt: number
  state: 'open' | 'closed'
  /** `state_reason` of GitHub. */
  reason: string | null
  isDeleted: boolean
}

/** What the routes of a double stand on. */
export interface DoubleState {
  readonly issues: DoubleIssue[]
  readonly now: () => number
}

export type DoubleEnv = { Bindings: HttpBindings }

/** One answer instead of the one that would come. */
interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A tracker of this process that holds to its documented API. */
export interface TrackerDouble extends DoubleState {
  readonly webhook: Partial<Webhook> & { readonly kind: WebhookKind; readonly url: string }
  /** `<method> <path>` of every request. */
  readonly requests: string[]
  /** Answers of the next requests; those are not carried out. */
  readonly answers: Answer[]
  /** Carries out the next POST, and ends the connection before it answers. */
  losesAnswer: boolean
  close(): Promise<void>
}

/** What one kind of double is made of. */
export interface DoubleKind {
  readonly webhook: (origin: string) => TrackerDouble['webhook']
  readonly guard: MiddlewareHandler<DoubleEnv>
  readonly routes: (state: DoubleState) => Hono<DoubleEnv>
  /** The status of a request that names an issue which was deleted. */
  readonly deleted: number
}

export async function startDouble(kind: DoubleKind, now: () => number): Promise<TrackerDouble> {
  const issues: DoubleIssue[] = []
  const requests: string[] = []
  const answers: Answer[] = []
  const app = new Hono<DoubleEnv>()
    .use(async (c, next) => {
      requests.push(`${c.req.method} ${c.req.path}`)
      const answer = answers.shift()
      if (answer !== undefined) return new Response('{}', { ...answer, headers: answer.headers ?? {} })
      await next()
      if (c.req.method !== 'POST' || !double.losesAnswer) return undefined
      double.losesAnswer = false
      c.env.outgoing.destroy()
      return undefined
    })
    .use(kind.guard)
    .route('/', kind.routes({ issues, now }))
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const double: TrackerDouble = {
    webhook: kind.webhook(`http://tracker.example.test:${port}`),
    issues,
    now,
    requests,
    answers,
    losesAnswer: false,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
  return double
}

/** A new issue with the next number. */
export function added({ issues, now }: DoubleState, facts: Pick<DoubleIssue, 'title' | 'body' | 'labels'>) {
  const issue: DoubleIssue = {
    ...facts,
    number: issues.length + 1,
    comments: [],
    createdAt: now(),
    state: 'open',
    reason: null,
    isDeleted: false,
  }
  issues.push(issue)
  return issue
}

/** A page of a list, and whether another one follows. */
export function pageOf<Item>(items: readonly Item[], page: number, size: number) {
  return { items: items.slice((page - 1) * size, page * size), hasMore: items.length > page * size }
}
