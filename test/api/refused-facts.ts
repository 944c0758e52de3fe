import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, type TestApi } from '#test/support/api.ts'
import { dump, nanos } from '#test/support/pprof.ts'
import type { Refusal } from './refusal.ts'

const GOOD = dump({ 'main.recv < main.worker': 5 })
const iso = (at: number): string => new Date(at).toISOString()
const pushed = (query: Readonly<Record<string, string>>) => (api: TestApi) => api.push(GOOD, query)

/** A push without some of what it needs. */
const bare = (query: string) => (api: TestApi) =>
  api.send(`/v1/profiles${query}`, { method: 'POST', body: GOOD })

const names: readonly Refusal[] = (['service', 'instance'] as const).flatMap((what): Refusal[] => {
  const reason = `bad-${what}-name` as const
  const other = what === 'service' ? 'instance=pod-1' : 'service=checkout'
  const odd = ['a b', 'a#b', 'a..b/../c', '..', '/a', 'a//b', 'ä', 'a\nb', "a'b", '%2e%2e']
  return [
    { name: `no ${what}`, reason, send: bare(`?${other}`) },
    {
      name: `a ${what} name of 201 characters`,
      reason,
      send: pushed({ [what]: 'n'.repeat(201) }),
      says: { limit: 200, actual: 201 },
    },
    ...odd.map(
      (name): Refusal => ({
        name: `the ${what} name ${JSON.stringify(name)}`,
        reason,
        send: pushed({ [what]: name }),
        says: { actual: name },
      }),
    ),
  ]
})

const labels: readonly Refusal[] = [
  { name: 'a label key with a space', reason: 'bad-label', send: pushed({ 'label.a b': 'v' }) },
  { name: 'a label without a key', reason: 'bad-label', send: pushed({ 'label.': 'v' }) },
]

const times: readonly Refusal[] = [
  ...[
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-09-07T05:00:00',
    '2026-13-01T00:00:00Z',
    '1788757200',
  ].flatMap((time): Refusal[] =>
    ['at', 'start'].map((what) => ({
      name: `${what}=${time}`,
      reason: 'bad-time',
      send: pushed({ [what]: time }),
      says: { actual: time },
    })),
  ),
  {
    name: 'a profile 15 days old',
    reason: 'too-old',
    send: pushed({ at: iso(NOW - 15 * DAY) }),
    says: { limit: iso(NOW - 14 * DAY), actual: iso(NOW - 15 * DAY) },
  },
  {
    name: 'a profile of 11 minutes ahead',
    reason: 'too-new',
    send: pushed({ at: iso(NOW + 11 * MINUTE) }),
    says: { limit: iso(NOW + 10 * MINUTE), actual: iso(NOW + 11 * MINUTE) },
  },
  {
    name: 'a profile whose own time is of last year',
    reason: 'too-old',
    send: (api) => api.push(dump({ 'main.a < main.b': 1 }, { timeNanos: nanos(NOW - 365 * DAY) })),
  },
  {
    name: 'a process that starts after its profile',
    reason: 'bad-time',
    send: pushed({ at: iso(NOW - 2 * HOUR), start: iso(NOW - HOUR) }),
    says: { limit: iso(NOW - 2 * HOUR), actual: iso(NOW - HOUR) },
  },
]

export const REFUSED_FACTS: readonly Refusal[] = [
  ...names,
  ...labels,
  ...times,
  { name: 'a version with a space', reason: 'bad-parameter', send: pushed({ version: 'v 1' }) },
  { name: 'the profile type heap', reason: 'bad-parameter', send: pushed({ type: 'heap' }) },
]
