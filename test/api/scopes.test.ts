import { beforeAll, describe, expect, test } from 'vitest'
import { SESSION_COOKIE } from '#functions/api/caller/session-cookie.ts'
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
  'admin of other services',
] as const

type Caller = (typeof CALLERS)[number]

/** `in`: with a status that the operation has for success. */
type Answer = 'in' | 401 | 403 | 404

beforeAll(async () => {
  api = await testApi()
  example = await exampleOf(api)
  const revoked = await api.token()
  await api.deps.tokens.revoke({ sha256: tokenHash(revoked), tenant: TENANT })
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const session = { cookie: `${SESSION_COOKIE}=${await api.token()}` }
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
    'admin of other services': bearer(await api.token({ servicePrefix: 'billing-' })),
  }
})

/** Scopes that will do as well, as the summary says. */
const ALSO: Readonly<Record<string, readonly Scope[]>> = { getUpload: ['read'] }

function expected(operation: Operation, called: string): Record<Caller, Answer> {
  const { id, scope, method } = operation
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
    'admin by a session, from elsewhere': forAnybody || method === 'get' ? 'in' : 403,
    'admin of another tenant': isOfAThing(operation) ? 404 : 'in',
    'admin of other services': forAnybody ? 'in' : ofOtherServices(operation, called),
  }
}

/** Operations whose call, as the example has it, is of all services. */
const OF_ALL_SERVICES = new Set(['makeToken', 'makeWebhook', 'reindex'])

/** Whether the call is of something that must exist; a push makes what it names. */
const isOfAThing = ({ id, path }: Operation): boolean => path.includes('{') || id === 'judge'

function ofOtherServices({ id, path }: Operation, called: string): Answer {
  const namesService =
    /\{service\}|\/findings\/\{|\/uploads\/\{/.test(path) || /[?&](service|name)=/.test(called)
  if (namesService || OF_ALL_SERVICES.has(id)) return 403
  // The report of a day shows each token its own services.
  return path.includes('{id}') ? 404 : 'in'
}

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
    const wanted = expected(operation, callOf(operation, example).path)
    const answers: Record<string, Answer | number> = {}
    for (const caller of CALLERS) answers[caller] = await answerTo(operation, caller)
    expect(answers).toEqual(wanted)
  })
})
