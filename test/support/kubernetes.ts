/** An API server of Kubernetes that knows pods alone, and can be made to behave as badly as real ones do. */

import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/kubernetes/${name}`, import.meta.url))

/** What a test says of a pod. */
export interface FakePod {
  readonly name: string
  readonly namespace?: string
  readonly node?: string
  readonly ip?: string
  readonly phase?: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly startedAt?: string
  readonly owner?: { readonly kind: string; readonly name: string }
  readonly image?: string
}

/** A pod of the API with one container, `app`. */
export const podOf = (pod: FakePod) => ({
  metadata: {
    name: pod.name,
    namespace: pod.namespace ?? 'shop',
    uid: `uid-of-${pod.name}`.slice(0, 36),
    annotations: pod.annotations ?? {},
    labels: pod.labels ?? {},
    ...(pod.owner !== undefined && { ownerReferences: [{ ...pod.owner, controller: true }] }),
  },
  spec: {
    nodeName: pod.node ?? 'node-1',
    containers: [{ name: 'app', image: pod.image ?? 'acme/app:v1.2.3', ports: [] as unknown[] }],
  },
  status: {
    phase: pod.phase ?? 'Running',
    podIP: pod.ip ?? '127.0.0.1',
    containerStatuses: [
      { name: 'app', state: { running: { startedAt: pod.startedAt ?? '2026-09-07T07:30:00Z' } } },
    ],
  },
})
type ApiPod = ReturnType<typeof podOf>

interface Event {
  readonly version: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly pod: ApiPod
}

interface Watcher {
  readonly response: ServerResponse
  readonly matches: (pod: ApiPod) => boolean
}

export interface FakeKubernetes {
  readonly url: URL
  /** Folder with a token and the certificate. */
  readonly serviceAccount: string
  /** Requests, `list` or `watch` with their parameters. */
  readonly asked: {
    readonly kind: 'list' | 'watch'
    readonly query: URLSearchParams
    readonly path: string
  }[]
  /** Answers the next requests with these statuses; 200 lets one pass. */
  readonly refusals: { status: number; retryAfter?: string }[]
  /** The token that is taken. */
  token: string
  put(...pods: FakePod[]): void
  remove(name: string): void
  /** Tells all watchers the newest version. */
  bookmark(): void
  /** Forgets all versions before the newest. */
  compact(): void
  /** Ends all watches, as at their timeout. */
  endWatches(): void
  /** Writes a line that is no event to all watchers. */
  garble(line: string): void
  watchers(): number
  close(): Promise<void>
}

export async function fakeKubernetes(): Promise<FakeKubernetes> {
  const serviceAccount = mkdtempSync(join(tmpdir(), 'tidemark-kubernetes-'))
  const [key, cert] = await Promise.all(
    ['server.key', 'server.crt'].map((name) => readFile(certificate(name))),
  )
  const pods = new Map<string, ApiPod>()
  const watchers = new Set<Watcher>()
  let events: Event[] = []
  let [version, forgotten] = [100, 0]

  const state: Omit<FakeKubernetes, 'url'> = {
    serviceAccount,
    asked: [],
    refusals: [],
    token: 'first',
    put: (...given) => {
      for (const pod of given) {
        const type = pods.has(pod.name) ? 'MODIFIED' : 'ADDED'
        pods.set(pod.name, podOf(pod))
        tell(type, podOf(pod))
      }
    },
    remove: (name) => {
      const pod = pods.get(name)
      if (pod === undefined) throw new Error(`there is no pod ${name}`)
      pods.delete(name)
      tell('DELETED', pod)
    },
    bookmark: () => write('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: String(version) } }),
    compact: () => {
      forgotten = version
      events = []
    },
    endWatches: () => {
      for (const { response } of watchers) response.end()
      watchers.clear()
    },
    garble: (line) => {
      for (const { response } of watchers) response.write(`${line}\n`)
    },
    watchers: () => watchers.size,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      await rm(serviceAccount, { recursive: true })
    },
  }

  function tell(type: Event['type'], pod: ApiPod): void {
    version++
    const event = { version, type, pod }
    events.push(event)
    for (const { response, matches } of watchers) if (matches(pod)) response.write(lineOf(event))
  }
  const lineOf = ({ version, type, pod }: Event): string => {
    const metadata = { ...pod.metadata, resourceVersion: String(version) }
    return `${JSON.stringify({ type, object: { ...pod, metadata } })}\n`
  }
  const write = (type: string, object: unknown): void => {
    for (const { response } of watchers) response.write(`${JSON.stringify({ type, object })}\n`)
  }

  function list(query: URLSearchParams, matches: (pod: ApiPod) => boolean, response: ServerResponse): void {
    const [at = '0', from = '0'] = (query.get('continue') ?? '').split('.')
    if (query.has('continue') && Number(at) < forgotten) return void refuse(response, 410)
    const all = [...pods.values()].filter(matches)
    const whole = query.get('resourceVersion') === '0'
    const end = whole ? all.length : Number(from) + Number(query.get('limit') ?? all.length)
    const next = end < all.length ? `${query.has('continue') ? at : version}.${end}` : ''
    const metadata = { resourceVersion: String(version), continue: next }
    response.end(JSON.stringify({ kind: 'PodList', metadata, items: all.slice(Number(from), end) }))
  }

  function watch(query: URLSearchParams, matches: (pod: ApiPod) => boolean, response: ServerResponse): void {
    const from = Number(query.get('resourceVersion'))
    response.writeHead(200)
    if (from < forgotten) {
      const gone = { kind: 'Status', code: 410, reason: 'Expired' }
      return void response.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`)
    }
    response.flushHeaders()
    for (const event of events) if (event.version > from && matches(event.pod)) response.write(lineOf(event))
    const watcher = { response, matches }
    watchers.add(watcher)
    response.on('close', () => watchers.delete(watcher))
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'https://x')
    const kind = query.get('watch') === 'true' ? 'watch' : 'list'
    state.asked.push({ kind, query, path: pathname })
    if (request.headers.authorization !== `Bearer ${state.token}`) return void refuse(response, 401)
    const refusal = state.refusals.shift()
    if (refusal !== undefined && refusal.status !== 200)
      return void refuse(response, refusal.status, refusal.retryAfter)
    const [, namespace] = /^\/api\/v1\/(?:namespaces\/([^/]+)\/)?pods$/.exec(pathname) ?? [undefined, '?']
    const node = /spec\.nodeName=([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1]
    const matches = ({ metadata, spec }: ApiPod): boolean =>
      (namespace === undefined || metadata.namespace === namespace) &&
      (node === undefined || spec.nodeName === node)
    if (kind === 'watch') watch(query, matches, response)
    else list(query, matches, response)
  }

  await writeFile(join(serviceAccount, 'token'), `${state.token}\n`)
  await writeFile(join(serviceAccount, 'ca.crt'), cert ?? '')
  const server = createServer({ key, cert }, answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return Object.assign(state, { url: new URL(`https://127.0.0.1:${port}`) })
}

function refuse(response: ServerResponse, status: number, retryAfter?: string): void {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  response.writeHead(status, headers).end(JSON.stringify({ kind: 'Status', code: status }))
}
