import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tellFindings } from '#shared/delivery/tell.ts'
import type { Finding, Transition } from '#shared/finding/finding.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { FOUND, findingOf } from '#test/notice/findings.ts'
import { TENANT, testStores } from '#test/support/api.ts'
import { all } from '#test/support/stores.ts'
import { type DoubleKind, startDouble, type TrackerDouble } from '#test/support/trackers/double.ts'
import { GITHUB } from '#test/support/trackers/github.ts'
import { GITLAB } from '#test/support/trackers/gitlab.ts'
import { JIRA } from '#test/support/trackers/jira.ts'
import { webhookAt } from '#test/support/webhook.ts'

type Step = Pick<Transition, 'to' | 'reason'> & Partial<Transition>

/** Steps an hour apart, behind the one that found it. */
const ESCALATING: Step = { to: 'escalating', reason: '5.0 → 11.0 an hour' }
const RESOLVED: Step = { to: 'resolved', reason: 'no growth in v2 for 30 h' }
const REGRESSED: Step = { to: 'regressed', reason: 'grows again in v3' }

let stores: ReturnType<typeof testStores>
let tracker: TrackerDouble

const hook = async (more: Partial<Webhook> = {}): Promise<void> =>
  stores.deps.webhooks.put(
    TENANT,
    webhookAt(tracker.webhook.url, FOUND - DAY, { secret: undefined, ...tracker.webhook, ...more }),
  )
const tellAll = (findings: readonly Finding[], deps = stores.deps) =>
  tellFindings({ ...deps, topic: undefined }, TENANT, 'checkout', findings, stores.clock.now, () => [
    '@acme/payments',
  ])
/** The judge runs once behind each step. */
async function live(...steps: readonly Step[]): Promise<void> {
  for (let n = 0; n <= steps.length; n++) {
    stores.clock.now = FOUND + n * HOUR
    await tellAll([findingOf({ after: steps.slice(0, n) })])
  }
}
const notes = async () =>
  (await all(stores.deps.deliveries.list(TENANT, 'hook')))
    .map(({ note, failure }) => (note ?? failure ?? '').replace(/: http.*/, ''))
    .reverse()
const later = (minutes: number): void => {
  stores.clock.now += minutes * MINUTE
}
const posts = () => tracker.requests.filter((one) => /^POST .*(?:issues|issue)$/.test(one))

const KINDS: readonly (readonly [string, DoubleKind])[] = [
  ['GitHub', GITHUB],
  ['GitLab', GITLAB],
  ['Jira', JIRA],
]

describe.each(KINDS)('in %s', (_, kind) => {
  beforeEach(async () => {
    stores = testStores()
    stores.clock.now = FOUND
    tracker = await startDouble(kind, () => stores.clock.now)
    await hook()
  })
  afterEach(() => tracker.close())

  test('a leak gets one issue with its text and its owner, however often it is judged', async () => {
    await live()
    later(10)
    await tellAll([findingOf()])
    expect(tracker.issues).toHaveLength(1)
    const [issue] = tracker.issues
    expect(issue?.title).toBe(
      'Goroutine leak in checkout: An http.Transport per request, without IdleConnTimeout',
    )
    expect(issue?.labels).toEqual(expect.arrayContaining(['goroutine-leak', '@acme/payments']))
    expect(issue?.body).toContain('IdleConnTimeout')
    expect(issue?.body).toContain('https://tidemark.test/s/checkout/f/1111111111111111')
    expect(await notes()).toEqual(['Filed'])
  })

  test('it is commented on, closed and reopened as the leak goes on', async () => {
    await live(ESCALATING, RESOLVED)
    const [issue] = tracker.issues
    expect(issue?.state).toBe('closed')
    expect(issue?.comments).toEqual([
      expect.stringContaining('Leak got worse'),
      expect.stringContaining('Leak resolved'),
    ])
    await live(ESCALATING, RESOLVED, REGRESSED)
    expect(issue?.state).toBe('open')
    expect(issue?.comments).toHaveLength(3)
    expect(tracker.issues).toHaveLength(1)
    expect(await notes()).toEqual(['Filed', 'Commented on', 'Closed', 'Reopened'])
  })

  test('what a person archives here is closed there', async () => {
    await live({ to: 'archived', reason: 'archived', by: 'Ada' })
    expect(tracker.issues[0]?.state).toBe('closed')
  })

  test('one that a person closed while the leak goes on stays closed, and that is said', async () => {
    await live()
    Object.assign(tracker.issues[0] ?? {}, { state: 'closed' })
    await live(ESCALATING)
    expect(tracker.issues).toMatchObject([{ state: 'closed', comments: [] }])
    expect(await notes()).toEqual(['Filed', 'A person closed the issue; it stays closed'])
  })

  test('one that a person closed with the fix is reopened where the leak is back', async () => {
    await live()
    Object.assign(tracker.issues[0] ?? {}, { state: 'closed' })
    await live(RESOLVED, REGRESSED)
    expect(tracker.issues).toMatchObject([{ state: 'open', comments: [expect.stringContaining('is back')] }])
    expect(await notes()).toEqual(['Filed', 'It was closed already', 'Reopened'])
  })

  test('one that a person deleted is not filed again, and that is said', async () => {
    await live()
    Object.assign(tracker.issues[0] ?? {}, { isDeleted: true })
    await live(ESCALATING, RESOLVED, REGRESSED)
    expect(posts()).toHaveLength(1)
    expect(await notes()).toEqual([
      'Filed',
      'A person deleted or moved the issue; no other is filed',
      'A person deleted or moved the issue; no other is filed.',
      'A person deleted or moved the issue; no other is filed.',
    ])
  })

  test('a token that no longer sees the project does not make its issues deleted ones', async () => {
    await live()
    tracker.answers.push({ status: 404 }, { status: 404 })
    stores.clock.now = FOUND + HOUR
    expect((await tellAll([findingOf({ after: [ESCALATING] })])).failures).toEqual([
      'It answered 404: there is no such project, or the token does not see it.',
    ])
    later(6)
    await tellAll([findingOf({ after: [ESCALATING] })])
    expect(tracker.issues).toMatchObject([{ comments: [expect.stringContaining('got worse')] }])
  })

  test('three runs at once file one', async () => {
    await Promise.all([tellAll([findingOf()]), tellAll([findingOf()]), tellAll([findingOf()])])
    expect(tracker.issues).toHaveLength(1)
  })

  test('one whose answer was lost is found again, behind more than a page of others', async () => {
    tracker.losesAnswer = true
    expect((await tellAll([findingOf()])).failures).toHaveLength(1)
    const [filed] = tracker.issues
    tracker.issues.push(
      ...Array.from({ length: 120 }, (_, i) => ({
        ...(filed as NonNullable<typeof filed>),
        number: i + 2,
        body: '',
        labels: [],
      })),
    )
    later(6)
    expect((await tellAll([findingOf()])).failures).toEqual([])
    expect(posts()).toHaveLength(1)
    expect(await notes()).toEqual([expect.stringMatching(/^The connection failed/), 'Found'])
  })

  test('a run that died before it asked leaves it to a later one, which files one', async () => {
    const died = { ...stores.deps, call: () => Promise.reject(new Error('the process ended')) }
    await expect(tellAll([findingOf()], died)).rejects.toThrow('the process ended')
    later(6)
    await tellAll([findingOf()])
    expect(tracker.issues).toHaveLength(1)
  })

  test('two webhooks of one project file one, as does one that was made anew', async () => {
    await hook({ id: 'other', url: `${tracker.webhook.url}/` })
    await live(ESCALATING)
    expect(tracker.issues).toMatchObject([{ comments: [expect.stringContaining('got worse')] }])
    await stores.deps.webhooks.remove(TENANT, 'hook')
    await hook({ id: 'anew', createdAt: FOUND - 1 })
    later(10)
    await tellAll([findingOf({ after: [ESCALATING] })])
    expect(tracker.issues).toHaveLength(1)
    expect(tracker.issues[0]?.comments).toHaveLength(1)
  })

  test.each([
    [401, 'It answered 401: the token is wrong or has expired.'],
    [403, 'It answered 403: the token may not do this; give it the scope that docs/notices.md names.'],
    [404, 'It answered 404: there is no such project, or the token does not see it.'],
    [422, 'It answered 422: the project does not take such an issue.'],
    [500, 'It answered 500; a later run tries again.'],
    [302, 'It answered 302; a later run tries again.'],
  ])('%i is said, and tried again later', async (status, says) => {
    tracker.answers.push({ status, headers: { location: 'http://169.254.169.254/' } })
    expect((await tellAll([findingOf()])).failures).toEqual([says])
    expect(tracker.requests).toHaveLength(1)
    later(6)
    await tellAll([findingOf()])
    expect(tracker.issues).toHaveLength(1)
  })

  test('429 is asked again when it said, and not before', async () => {
    tracker.answers.push({ status: 429, headers: { 'retry-after': '1800' } })
    expect((await tellAll([findingOf()])).failures).toEqual([
      'It answered 429: too many requests. Tidemark asks again in 30 min.',
    ])
    later(20)
    await tellAll([findingOf()])
    expect(tracker.requests).toHaveLength(1)
    later(11)
    await tellAll([findingOf()])
    expect(tracker.issues).toHaveLength(1)
  })

  test('one that answers 500 for a day keeps the step, says so, and is told then', async () => {
    tracker.answers.push(...Array.from({ length: 24 }, () => ({ status: 500 })))
    for (let hour = 0; hour < 24; hour++) {
      await tellAll([findingOf()])
      later(60)
    }
    expect(await notes()).toHaveLength(24)
    await tellAll([findingOf()])
    expect(tracker.issues).toHaveLength(1)
  })

  test('no answer and no log shows the token', async () => {
    tracker.answers.push({ status: 401 })
    const said = [await tellAll([findingOf()]), await all(stores.deps.deliveries.list(TENANT, 'hook'))]
    expect(JSON.stringify(said)).not.toContain(tracker.webhook.token)
  })
})

test('GitHub: 403 with an empty rate limit waits until it is filled', async () => {
  stores = testStores()
  stores.clock.now = FOUND
  tracker = await startDouble(GITHUB, () => stores.clock.now)
  await hook()
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((FOUND + 40 * MINUTE) / 1000) }
  tracker.answers.push({ status: 403, headers })
  expect((await tellAll([findingOf()])).failures).toEqual([
    'It answered 403: too many requests. Tidemark asks again in 40 min.',
  ])
  await tracker.close()
})

test('GitHub: what a person closed as not planned stays closed where the leak is back', async () => {
  stores = testStores()
  stores.clock.now = FOUND
  tracker = await startDouble(GITHUB, () => stores.clock.now)
  await hook()
  await live()
  Object.assign(tracker.issues[0] ?? {}, { state: 'closed', reason: 'not_planned' })
  await live(RESOLVED, REGRESSED)
  expect(tracker.issues).toMatchObject([{ state: 'closed', comments: [] }])
  await tracker.close()
})
