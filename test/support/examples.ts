import { reportYesterday } from '#functions/report/report.ts'
import type { Operation } from '#shared/api/operation.ts'
import { NOW, type TestApi } from './api.ts'
import { batchOf } from './batch.ts'
import { event, TAGS } from './datadog.ts'
import { leakingService } from './leak.ts'
import { pages } from './pages.ts'
import { dump } from './pprof.ts'
import { form, MULTIPART } from './push-clients.ts'

/** Names of things that exist, for the parameters of paths. */
export interface Example {
  readonly service: string
  readonly signature: string
  readonly profile: string
  readonly finding: string
  readonly upload: string
  /** Id of one that nobody uses. */
  readonly token: string
  readonly webhook: string
  /** Day of a report. */
  readonly report: string
}

/** A service with a leak and a finding. */
export async function exampleOf(api: TestApi, service = 'checkout', as?: string): Promise<Example> {
  await leakingService(api, service, 12, as)
  const read = { read: (path: string) => api.read(path, as) }
  const idOf = async (path: string): Promise<string> => String((await pages(read, path))[0]?.id)
  return {
    service,
    signature: await idOf(`/v1/services/${service}/signatures?limit=9`),
    profile: await idOf(`/v1/services/${service}/profiles?limit=9`),
    finding: await idOf(`/v1/findings?service=${service}&limit=9`),
    upload: await uploadOf(api, as),
    token: await tokenOf(api, as),
    webhook: await webhookOf(api, service, as),
    report: await reportOf(api),
  }
}

async function uploadOf(api: TestApi, as?: string): Promise<string> {
  const init = { method: 'POST', ...(as === undefined ? {} : { as }) }
  const path = '/v1/uploads?service=example&instance=pod-1&bytes=5000000'
  const announced = (await (await api.send(path, init)).json()) as { readonly id: string }
  return announced.id
}

async function tokenOf(api: TestApi, as?: string): Promise<string> {
  const init = { method: 'POST', body: NEW_TOKEN, ...(as === undefined ? {} : { as }) }
  const made = (await (await api.send('/v1/tokens', init)).json()) as { readonly id: string }
  return made.id
}

async function webhookOf(api: TestApi, servicePrefix: string, as?: string): Promise<string> {
  const body = JSON.stringify({ url: 'https://hooks.example.com/', servicePrefix })
  const init = { method: 'POST', body, ...(as === undefined ? {} : { as }) }
  const made = (await (await api.send('/v1/webhooks', init)).json()) as { readonly id: string }
  return made.id
}

/** The report of the day before `NOW`, of every tenant. */
async function reportOf(api: TestApi): Promise<string> {
  return (await reportYesterday(api.deps, NOW)).date
}

interface Call extends RequestInit {
  readonly path: string
}

const SS = `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
ESTAB  0      0      10.0.0.1:4000       10.0.0.2:80       users:(("app",pid=7,fd=9))
`

const BATCH = await batchOf([
  {
    query: { service: 'example', instance: 'pod-1', at: new Date(NOW).toISOString() },
    body: dump({ 'main.recv < main.worker': 5 }),
  },
])

const NEW_TOKEN = JSON.stringify({ name: 'example', scopes: ['push'] })

/** Parameters and bodies that an operation cannot do without. */
const NEEDS: Readonly<
  Record<
    string,
    {
      query?: Record<string, string>
      body?: () => NonNullable<RequestInit['body']>
      headers?: Record<string, string>
    }
  >
> = {
  pushProfile: {
    query: { service: 'example', instance: 'pod-1' },
    body: () => dump({ 'main.recv < main.worker': 5 }),
  },
  pushBatch: { body: () => BATCH },
  pyroscopeIngest: { query: { name: 'example' }, body: () => dump({ 'main.recv < main.worker': 5 }) },
  pyroscopeIngestBelow: { query: { name: 'example' }, body: () => dump({ 'main.recv < main.worker': 5 }) },
  pyroscopePush: { body: () => '{"series":[]}', headers: { 'content-type': 'application/json' } },
  otlpProfiles: { body: () => '{}', headers: { 'content-type': 'application/json' } },
  pushPprof: {
    query: { service: 'example', instance: 'pod-1' },
    body: () => dump({ 'main.recv < main.worker': 5 }),
  },
  datadogInput: {
    body: () =>
      form({
        'goroutines.pprof': dump({ 'main.recv < main.worker': 5 }),
        event: event(TAGS.replace('checkout', 'example')),
      }),
    headers: { 'content-type': MULTIPART },
  },
  announceUpload: { query: { service: 'example', instance: 'pod-1', bytes: '5000000' } },
  pushSockets: { query: { service: 'example', instance: 'pod-1' }, body: () => SS },
  analyze: { body: () => dump({ 'main.recv < main.worker': 5 }) },
  mcp: {
    body: () => '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  },
  makeWebhook: { body: () => '{"url":"https://hooks.example.com/"}' },
  changeOwners: { body: () => '{"text":"* @shop"}', headers: { 'if-match': '*' } },
  makeToken: { body: () => NEW_TOKEN },
  changeService: { body: () => '{"settings":{"owner":"shop"}}', headers: { 'if-match': '*' } },
  changeFinding: { body: () => '{"comment":"seen"}', headers: { 'if-match': '*' } },
  difference: { query: { base: new Date(NOW).toISOString() } },
  search: { query: { q: 'main' } },
  judge: { query: { service: 'SERVICE', wait: 'true' } },
}

/** A call of an operation on things that exist. */
export function callOf({ id, method, path }: Operation, example: Example): Call {
  const { query = {}, body, headers } = NEEDS[id] ?? {}
  const named = path
    .replace('{service}', encodeURIComponent(example.service))
    .replace('{date}', example.report)
    .replace('{id}', () => encodeURIComponent(idIn(path, example)))
  const parameters = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      value.replace('SERVICE', example.service),
    ]),
  )
  return {
    path: `${named}?${parameters}`,
    method: method.toUpperCase(),
    ...(body === undefined ? {} : { body: body() }),
    ...(headers === undefined ? {} : { headers }),
  }
}

/** What an `{id}` is of, by the resource before it. */
function idIn(path: string, { signature, profile, finding, upload, token, webhook }: Example): string {
  if (path.startsWith('/v1/tokens/')) return token
  if (path.startsWith('/v1/webhooks/')) return webhook
  if (path.startsWith('/v1/uploads/')) return upload
  if (path.includes('/signatures/')) return signature
  if (path.includes('/profiles/')) return profile
  return finding
}
