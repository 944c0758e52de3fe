import type { TestApi } from '#test/support/api.ts'
import type { Refusal } from './refusal.ts'

const make =
  (body: object) =>
  (api: TestApi): Promise<Response> =>
    api.send('/v1/webhooks', { method: 'POST', body: JSON.stringify(body) })

const bodies: readonly Refusal[] = [
  ['without an address', make({})],
  ['whose address is a number', make({ url: 7 })],
  ['whose address is none', make({ url: 'hooks.example.com' })],
  ['without TLS', make({ url: 'http://hooks.example.com/' })],
  ['with a password', make({ url: 'https://me:secret@hooks.example.com/' })],
  ['of a form that there is not', make({ url: 'https://hooks.example.com/', kind: 'xml' })],
  ['for Alertmanager without an address', make({ kind: 'alertmanager' })],
  ['for PagerDuty without a key', make({ kind: 'pagerduty' })],
  ['with a token that nobody asks for', make({ url: 'https://hooks.example.com/', token: 'x' })],
  ['with a user without a token', make({ url: 'https://a.example.com/', kind: 'alertmanager', user: 'x' })],
  ['with a user that nobody asks for', make({ kind: 'pagerduty', token: 'x', user: 'x' })],
  [
    'whose user holds a colon',
    make({ url: 'https://a.example.com/', kind: 'alertmanager', token: 'x', user: 'a:b' }),
  ],
  [
    'whose token would end a header',
    make({ url: 'https://a.example.com/', kind: 'alertmanager', token: 'x\r\ny: z' }),
  ],
  ['for PagerDuty with reports', make({ kind: 'pagerduty', token: 'x', reports: true })],
  ...['https://github.com/acme', 'https://github.com/acme/shop/issues', 'https://github.com/?a=b'].map(
    (url) =>
      [`for issues at ${url}`, make({ url, kind: 'github', token: 'x' })] as [
        string,
        ReturnType<typeof make>,
      ],
  ),
  ['for GitLab at a group', make({ url: 'https://gitlab.com/acme', kind: 'gitlab', token: 'x' })],
  [
    'for Jira at a board',
    make({ url: 'https://acme.atlassian.net/jira/SHOP', kind: 'jira', token: 'x', user: 'x' }),
  ],
  [
    'for Jira without a user',
    make({ url: 'https://acme.atlassian.net/browse/SHOP', kind: 'jira', token: 'x' }),
  ],
  ['for issues without a token', make({ url: 'https://github.com/acme/shop', kind: 'github' })],
  [
    'with a type of issue where there are none',
    make({ url: 'https://github.com/acme/shop', kind: 'github', token: 'x', issueType: 'Bug' }),
  ],
  ['with a prefix that no service has', make({ url: 'https://hooks.example.com/', servicePrefix: 'a b' })],
  ['with a misspelt prefix', make({ url: 'https://hooks.example.com/', servicePrefx: 'a' })],
  ['whose name would clear a terminal', make({ url: 'https://hooks.example.com/', name: '\u001b[2J' })],
].map(([name, send]) => ({ name: `a webhook ${name}`, reason: 'bad-parameter', send }) as Refusal)

const NOBODY = '/v1/webhooks/00000000-0000-4000-8000-000000000000'

/** What cannot be told, to whom, and what nobody has reported. */
export const REFUSED_TELLING: readonly Refusal[] = [
  ...bodies,
  ...['https://127.0.0.1/', 'https://localhost/', 'https://169.254.169.254/', 'https://[::1]/'].map(
    (url): Refusal => ({ name: `a webhook at ${url}`, reason: 'private-address', send: make({ url }) }),
  ),
  {
    name: 'a webhook of all services by a token for some',
    reason: 'forbidden',
    send: async (api) =>
      api.send('/v1/webhooks', {
        method: 'POST',
        body: '{"url":"https://hooks.example.com/"}',
        as: await api.token({ servicePrefix: 'shop/' }),
      }),
  },
  ...(['POST', 'GET'] as const).map(
    (method): Refusal => ({
      name: `${method} of webhooks with a token to read`,
      reason: 'forbidden',
      send: async (api) => api.send('/v1/webhooks', { method, as: await api.token({ scopes: ['read'] }) }),
    }),
  ),
  ...[NOBODY, '/v1/webhooks/x'].map(
    (path): Refusal => ({
      name: `removing ${path}`,
      reason: 'unknown-webhook',
      send: (api) => api.send(path, { method: 'DELETE' }),
      says: { actual: path.slice('/v1/webhooks/'.length) },
    }),
  ),
  {
    name: 'a test of a webhook that is none',
    reason: 'unknown-webhook',
    send: (api) => api.send(`${NOBODY}/test`, { method: 'POST' }),
  },
  ...['2026-09-06', '2026-09-06.html', '2026-02-30.md', 'yesterday', '..%2F..%2Facme'].map(
    (date): Refusal => ({
      name: `the report ${date}`,
      reason: 'unknown-report',
      send: (api) => api.send(`/v1/reports/${date}`),
    }),
  ),
  ...['date=2026-09-08', 'date=2025-01-01', 'date=2026-02-30', 'date=today', 'format=pdf'].map(
    (query): Refusal => ({
      name: `making a report with ${query}`,
      reason: 'bad-parameter',
      send: (api) => api.send(`/v1/reports?${query}`, { method: 'POST' }),
    }),
  ),
  {
    name: 'making a report with a token to read',
    reason: 'forbidden',
    send: async (api) =>
      api.send('/v1/reports', { method: 'POST', as: await api.token({ scopes: ['read'] }) }),
  },
  {
    name: 'a page of reports behind one that there is not',
    reason: 'bad-parameter',
    send: (api) => api.send(`/v1/reports?cursor=${Buffer.from('2026-01-01').toString('base64url')}`),
  },
]

/** Beside them: it stores what it takes to be refused. */
export const TOO_MANY_WEBHOOKS: Refusal = {
  name: 'a webhook more than there may be',
  reason: 'too-many-webhooks',
  send: async (api) => {
    for (let there = 0; there < 20; there++) await make({ url: `https://hooks.example.com/${there}` })(api)
    return make({ url: 'https://hooks.example.com/' })(api)
  },
  says: { limit: 20, actual: 20 },
}
