import fc from 'fast-check'
import { expect } from 'vitest'
import type { Operation } from '#shared/api/operation.ts'
import { OPERATIONS } from '#shared/api/operations.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, type TestApi } from './api.ts'
import { callOf, type Example } from './examples.ts'
import { pages } from './pages.ts'
import { dump } from './pprof.ts'
import { saidBy } from './said.ts'

/** Somebody who owns a service, with words of its own in everything that can be said of one: no other may be told them. */

/** Profiles of a service, one an hour: enough for a finding. */
export const HOURS = 24

/** Words that a tenant uses, and nobody else. */
const WORDS = [
  'service',
  'instance',
  'version',
  'key',
  'value',
  'leaking',
  'steady',
  'owner',
  'title',
  'tokenName',
  'comment',
  'program',
  'hook',
  'creator',
] as const
export type Words = Readonly<Record<(typeof WORDS)[number], string>>

export const words: fc.Arbitrary<Words> = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{12}$/), { minLength: WORDS.length, maxLength: WORDS.length })
  .map((some) => Object.fromEntries(WORDS.map((name, i) => [name, some[i]])) as Words)
/**
 * Says everything that can be said of a service, and tells what it is called afterwards.
 *
 * @param servicePrefix of the token, where it has one: it makes tokens and webhooks with no shorter one
 */
export async function fill(
  api: TestApi,
  said: Words,
  as: string,
  servicePrefix?: string,
): Promise<Omit<Example, 'report'>> {
  const { service, instance, version } = said
  const who = new URLSearchParams({ service, instance, version, [`label.${said.key}`]: said.value })
  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    api.send(path, { method, as, headers, ...(body === undefined ? {} : { body }) })
  const idOf = async (response: Promise<Response>) => {
    const { id } = (await (await response).json()) as { readonly id: string }
    return id
  }
  let profile = ''
  for (let hour = 1; hour <= HOURS; hour++) {
    api.clock.now = NOW - (HOURS - hour) * HOUR
    const stacks = {
      [`runtime.gopark < ${said.leaking}.recv < ${said.leaking}.leak`]: 5 + 50 * hour,
      [`${said.steady}.loop < ${said.steady}.main`]: 4,
    }
    profile = await idOf(api.send(`/v1/profiles?${who}`, { method: 'POST', as, body: dump(stacks) }))
  }
  const sockets = `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
ESTAB 0 0 10.0.0.1:4000 10.0.0.2:80 users:(("${said.program}",pid=7,fd=9))\n`
  await ask('POST', `/v1/sockets?${who}`, sockets)
  await ask('POST', `/v1/judge?service=${service}&wait=true`)
  const read = { read: (path: string) => api.read(path, as) }
  const [found] = await pages(read, `/v1/findings?service=${service}&limit=9`)
  const finding = String(found?.id)
  const settings = { owner: said.owner, links: [{ title: said.title, url: `https://${said.title}.test/` }] }
  const star = { 'if-match': '*' }
  const changes = await Promise.all([
    ask('PATCH', `/v1/services/${service}`, JSON.stringify({ settings }), star),
    ask('PATCH', `/v1/findings/${finding}`, JSON.stringify({ comment: said.comment }), star),
  ])
  expect(changes.map(({ status }) => status)).toEqual([200, 200])
  await ask('POST', `/v1/profiles?${who}`, fullDump(said))
  return {
    service,
    profile,
    finding,
    signature: finding.slice(0, 16),
    upload: await idOf(ask('POST', `/v1/uploads?${who}&bytes=5000000`)),
    token: await idOf(
      ask('POST', '/v1/tokens', JSON.stringify({ name: said.tokenName, scopes: ['push'], servicePrefix })),
    ),
    webhook: await idOf(
      ask('POST', '/v1/webhooks', JSON.stringify({ url: `https://${said.hook}.test/`, servicePrefix })),
    ),
  }
}

/** The stack that leaks, with the function that started it. */
export const fullDump = ({ leaking, creator }: Pick<Words, 'leaking' | 'creator'>): string =>
  `goroutine 7 [chan receive, 5 minutes]:
${leaking}.recv(0xc0)
\t/src/a.go:1 +0x1
${leaking}.leak()
\t/src/a.go:2 +0x1
created by ${creator}.start in goroutine 1
\t/src/a.go:3 +0x1
`

const isRead = ({ method, scope }: Operation): boolean => method === 'get' && scope !== 'none'
export const READS = OPERATIONS.filter(isRead)
export const WRITES = OPERATIONS.filter((operation) => !isRead(operation))

export async function answerTo(api: TestApi, operation: Operation, example: Example, as: string) {
  const { path, ...init } = callOf(operation, example)
  const response = await api.send(path, { ...init, as })
  return { path: decodeURIComponent(path), status: response.status, said: await saidBy(response) }
}
