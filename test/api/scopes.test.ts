import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '#shared/access/grant.ts'
import { tokenHash, tokenId } from '#shared/access/token.ts'
import type { Operation } from '#shared/api/operation.ts'
import { OPERATIONS } from '#shared/api/operations.ts'
import { NOW, TENANT, type TestApi, testApi } from '#test/support/api.ts'
import { callOf, type Example, exampleOf } from '#test/support/examples.ts'
import { isWrite } from '#test/support/watched-rows.ts'

let api: TestApi
let example: Example
/** Credentials by who has them: the beginning of the path, and headers. */
let callers: Readonly<Record<Caller, { readonly path?: string; readonly headers?: Record<string, string> }>>

const CALLERS = [
  'nobody',
  'wrong',
  'expired',
  'revoked',
  'push',
  'read',
  'push and read',
  'admin',
  'admin in the path',
  'admin by a session, from the page',
  'admin by a session, from elsewhere',
  'admin of another tenant',
  'admin of this service',
  'admin of other services',
] as const

type Caller = (typeof CALLERS)[number]

/** What is read of the OpenAPI document. */
interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly operationId: string; readonly 'x-tidemark-scope'?: string }>>
    >
  >
}

/** `in`: with a status that the operation has for success. */
type Answer = 'in' | 401 | 403 | 404

beforeAll(async () => {
  api = await testApi()
  example = await exampleOf(api)
  const revoked = await api.token()
  await api.deps.tokens.revoke({ sha256: tokenHash(revoked), tenant: TENANT })
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const session = { cookie: `tidemark_session=${await api.token()}` }
  callers = {
    nobody: {},
    wrong: bearer(`${await api.token()}x`),
    expired: bearer(await api.token({ expiresAt: NOW - 1_000 })),
    revoked: bearer(revoked),
    push: bearer(await api.token({ scopes: ['push'] })),
    read: bearer(await api.token({ scopes: ['read'] })),
    'push and read': bearer(await api.token({ scopes: ['push', 'read'] })),
    admin: bearer(await api.token()),
    'admin in the path': { path: `/t/${await api.token()}` },
    'admin by a session, from the page': { headers: { ...session, 'sec-fetch-site': 'same-origin' } },
    'admin by a session, from elsewhere': { headers: { ...session, 'sec-fetch-site': 'same-site' } },
    'admin of another tenant': bearer(await api.token({ tenant: 'umbrella' })),
    'admin of this service': bearer(await api.token({ servicePrefix: example.service })),
    'admin of other services': bearer(await api.token({ servicePrefix: 'billing-' })),
  }
})

/** Scopes that will do as well, as the summary says. */
const ALSO: Readonly<Record<string, readonly Scope[]>> = { getUpload: ['read'] }

function expected(operation: Operation, about: About): Record<Caller, Answer> {
  const { id, scope } = operation
  const forAnybody = scope === 'none'
  const having = (...scopes: Operation['scope'][]): Answer =>
    [scope, ...(ALSO[id] ?? [])].some((wanted) => wanted === 'none' || scopes.includes(wanted)) ? 'in' : 403
  const stranger = forAnybody ? 'in' : 401
  return {
    nobody: stranger,
    wrong: stranger,
    expired: stranger,
    revoked: stranger,
    push: having('push'),
    read: having('read'),
    'push and read': having('push', 'read'),
    admin: 'in',
    'admin in the path': having('push'),
    'admin by a session, from the page': id === 'logIn' ? 401 : 'in',
    'admin by a session, from elsewhere': forAnybody ? 'in' : 403,
    'admin of another tenant': isOfAThing(operation) ? 404 : 'in',
    'admin of this service': OF_ITS_OWN[about],
    'admin of other services': OF_OTHERS[about],
  }
}

/**
 * What the call of each operation, as the example has it, is about.
 *
 * `nothing`: asked by anybody. `list`: shows each token what it is for. `service`: names the service of the example.
 * `hidden`: of that service too, but its name does not say so. `another`: names a service beside it. `all`: would be of all
 * services. `unbound`: made by a token for all services.
 */
type About = 'nothing' | 'list' | 'service' | 'hidden' | 'another' | 'all' | 'unbound'

const ABOUT: Readonly<Record<string, About>> = {
  pushProfile: 'another',
  pushBatch: 'another',
  pushSockets: 'another',
  pyroscopeIngest: 'another',
  pyroscopeIngestBelow: 'another',
  // Each of its series names a service; the call has none.
  pyroscopePush: 'list',
  // Each of its resources names a service; the call has none.
  otlpProfiles: 'list',
  pushPprof: 'another',
  datadogInput: 'another',
  analyze: 'list',
  mcp: 'list',
  announceUpload: 'another',
  getUpload: 'another',
  listServices: 'list',
  getService: 'service',
  changeService: 'service',
  listProcesses: 'service',
  getTotal: 'service',
  getQuiet: 'service',
  listSignatures: 'service',
  getSignature: 'service',
  getSeries: 'service',
  getStrata: 'service',
  listProfiles: 'service',
  getProfile: 'service',
  profileProto: 'service',
  profileText: 'service',
  profileFolded: 'service',
  profileTree: 'service',
  merge: 'service',
  mergeFolded: 'service',
  difference: 'service',
  flame: 'service',
  listFindings: 'list',
  getFinding: 'service',
  getFindingEvidence: 'service',
  verifyFix: 'service',
  getFindingProcesses: 'service',
  getFindingStory: 'service',
  getFindingIssue: 'service',
  changeFinding: 'service',
  search: 'list',
  judge: 'service',
  getOwners: 'all',
  changeOwners: 'all',
  reindex: 'all',
  listReports: 'list',
  getReport: 'list',
  getReportJson: 'list',
  getReportPage: 'list',
  getReportText: 'list',
  makeReport: 'list',
  listWebhooks: 'list',
  makeWebhook: 'all',
  testWebhook: 'hidden',
  listDeliveries: 'hidden',
  removeWebhook: 'hidden',
  logIn: 'list',
  getSession: 'list',
  logOut: 'nothing',
  listTokens: 'list',
  makeToken: 'all',
  revokeToken: 'unbound',
  metrics: 'list',
  health: 'nothing',
  readiness: 'nothing',
  errors: 'nothing',
  document: 'nothing',
  overview: 'nothing',
}

const OF_ITS_OWN: Readonly<Record<About, Answer>> = {
  nothing: 'in',
  list: 'in',
  service: 'in',
  hidden: 'in',
  another: 403,
  all: 403,
  unbound: 404,
}
const OF_OTHERS: Readonly<Record<About, Answer>> = { ...OF_ITS_OWN, service: 403, hidden: 404 }

/** Whether the call is of something that must exist; a push makes what it names. */
const isOfAThing = ({ id, path }: Operation): boolean => path.includes('{') || id === 'judge'

/** The example, with a token and a webhook that the call may remove. */
async function toSpend({ id }: Operation): Promise<Example> {
  if (id === 'revokeToken')
    return { ...example, token: tokenId(tokenHash(await api.token({ scopes: ['push'] }))) }
  if (id !== 'removeWebhook') return example
  const body = JSON.stringify({ url: 'https://hooks.example.com/', servicePrefix: example.service })
  const made = await api.send('/v1/webhooks', { method: 'POST', body })
  return { ...example, webhook: ((await made.json()) as { readonly id: string }).id }
}

async function answerTo(operation: Operation, caller: Caller): Promise<Answer | number> {
  const { path = '', headers } = callers[caller]
  const { path: called, ...init } = callOf(operation, await toSpend(operation))
  api.rows.calls.length = 0
  api.profiles.puts.length = 0
  const { status } = await api.app.request(path + called, {
    ...init,
    headers: { ...init.headers, ...headers },
  })
  if (status in operation.answers) return 'in'
  expect([status, api.rows.calls.filter(isWrite), api.profiles.puts]).toEqual([status, [], []])
  return status
}

describe('who may ask what, and what a refused one leaves (nothing):', () => {
  test.each(OPERATIONS)('$id', async (operation) => {
    const about = ABOUT[operation.id]
    if (about === undefined) throw new Error(`say in ABOUT what ${operation.id} is about`)
    const wanted = expected(operation, about)
    const answers: Record<string, Answer | number> = {}
    for (const caller of CALLERS) answers[caller] = await answerTo(operation, caller)
    expect(answers).toEqual(wanted)
  })

  test('the document of the server has these operations, each with its scope, and no other', async () => {
    const { paths } = (await api.read('/openapi.json')) as Document
    const said = Object.values(paths).flatMap((path) => Object.values(path))
    const scopes = said.map((one) => [one.operationId, one['x-tidemark-scope'] ?? 'none'])
    expect(scopes.sort()).toEqual(OPERATIONS.map(({ id, scope }) => [id, scope]).sort())
    expect(said.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(ABOUT).sort())
  })
})
