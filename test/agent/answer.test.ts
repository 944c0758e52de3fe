import { describe, expect, test } from 'vitest'
import { answerOf, noAnswer, type Reply, refusedAs } from '#cli/agent/answer.ts'
import { REASONS, type Reason } from '#shared/api/reason.ts'

const TAKEN = { decision: 'stored', next: { afterSeconds: 60, want: [] } }
const JSON_TYPE = { 'content-type': 'application/json' }
const HTML = { 'content-type': 'text/html; charset=utf-8' }

const reply = (status: number, headers: Record<string, string>, body: unknown = ''): Reply => ({
  status,
  headers: new Headers(headers),
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

/** A refusal as Tidemark sends it. */
const problem = (reason: Reason, more: object = {}, headers = {}): Reply =>
  reply(
    REASONS[reason].status,
    { 'content-type': 'application/problem+json', ...headers },
    { ...REASONS[reason], reason, ...more },
  )

describe('an answer of Tidemark', () => {
  test.each([
    ['a stored profile', reply(201, JSON_TYPE, TAKEN), 'taken'],
    [
      'a table, which says nothing of what is next',
      reply(201, JSON_TYPE, { decision: 'duplicate' }),
      'taken',
    ],
    ['a malformed profile', problem('malformed-profile'), 'refused'],
    ['a body that is too large', problem('body-too-large'), 'refused'],
    ['a bad label', problem('bad-label'), 'refused'],
    ['an unknown encoding', problem('unsupported-encoding'), 'refused'],
    ['a body that was cut on its way', problem('incomplete-body'), 'later'],
    ['an address that is no push', problem('unknown-path'), 'later'],
    ['a wrong token', problem('unauthenticated'), 'later'],
    ['a token of other services', problem('forbidden'), 'later'],
    ['too many requests', problem('rate-limited'), 'later'],
    ['a store that does not answer', problem('storage-unavailable'), 'later'],
  ] as const)('of %s means what it says', (_, give, want) => {
    expect(answerOf(give).is).toBe(want)
  })

  test('names the reason, and nothing else of what the server wrote', () => {
    const secret = problem('bad-label', { detail: 'secret', actual: 'secret' })
    expect(answerOf(secret)).toEqual({ is: 'refused', why: 'answered 400 (bad-label)' })
  })

  test.each([
    ['unauthenticated', 'not revoked or expired'],
    ['forbidden', 'scope push'],
  ] as const)('of %s says what mends the token, and lets ten minutes pass', (reason, todo) => {
    expect(answerOf(problem(reason))).toMatchObject({
      trouble: 'token refused',
      afterSeconds: 600,
      todo: expect.stringContaining(todo),
    })
  })

  test.each([
    [undefined, 0],
    ['5', 5],
    ['99999', 600],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
    ['-1', 0],
    ['5s', 0],
    ['600', 600],
    ['601', 600],
  ])('with Retry-After %s lets %i seconds pass', (retryAfter, want) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
    expect(answerOf(problem('storage-unavailable', {}, headers))).toMatchObject({ afterSeconds: want })
  })
})

describe('an answer of something between', () => {
  test.each([
    [
      301,
      { location: 'https://user:pass@tidemark.example/x?token=1' },
      '',
      ' to https://tidemark.example with no body',
    ],
    [308, { ...HTML, location: '/elsewhere' }, '<a>', ' with HTML'],
    [404, { ...HTML, server: 'nginx/1.25.3' }, '<h1>', ' with HTML (nginx/1.25.3)'],
    [405, { 'content-type': 'text/plain' }, 'no', ' with text/plain'],
    [413, { ...HTML, server: 'a\tb' }, '<h1>', ' with HTML'],
    [421, {}, '', ' with no body'],
    [
      403,
      { ...JSON_TYPE, server: 'awselb/2.0' },
      '{"message":"Forbidden"}',
      ' with application/json (awselb/2.0)',
    ],
    [401, HTML, '<form>', ' with HTML'],
    [407, {}, '', ' with no body'],
    [400, HTML, '<h1>', ' with HTML'],
    [422, {}, 'x', ' with a body of no type'],
    [451, {}, '', ' with no body'],
    [200, HTML, '<form>', ' with HTML'],
    [204, {}, '', ' with no body'],
  ])('of %i never gives up a push, and says what it is', (status, headers, body, said) => {
    expect(answerOf(reply(status, headers as Record<string, string>, body))).toMatchObject({
      is: 'later',
      trouble: 'not delivered',
      why: `something between answers ${status}${said}`,
      todo: expect.stringMatching(/URL right|--url|let it pass/),
    })
  })

  test.each([408, 425, 429, 500, 502, 503, 504, 530])('of %i means that the server is away', (status) => {
    expect(answerOf(reply(status, HTML, '<h1>'))).toMatchObject({ is: 'later', trouble: 'server away' })
  })

  test.each([
    ['that is no problem', reply(422, JSON_TYPE, { reason: 'malformed-profile' })],
    [
      'of a status that the reason does not have',
      reply(400, { 'content-type': 'application/problem+json' }, { reason: 'malformed-profile' }),
    ],
    [
      'of a reason that nobody knows',
      reply(422, { 'content-type': 'application/problem+json' }, { reason: 'toString' }),
    ],
    [
      'without a reason',
      reply(400, { 'content-type': 'application/problem+json' }, { title: 'Bad Request' }),
    ],
  ])('with JSON %s is no refusal by Tidemark', (_, give) => {
    expect(answerOf(give)).toMatchObject({ is: 'later', trouble: 'not delivered' })
  })
})

test.each([199, 300, 404])('a taken push with the status %i was not taken', (status) => {
  expect(answerOf(reply(status, JSON_TYPE, TAKEN))).toMatchObject({ is: 'later', trouble: 'not delivered' })
})

test.each([200, 201, 299])('a taken push with the status %i was taken', (status) => {
  expect(answerOf(reply(status, JSON_TYPE, TAKEN))).toEqual({ is: 'taken', ...TAKEN })
})

test.each([
  [300, 'does it lead to Tidemark? then name that address with --url'],
  [399, 'does it lead to Tidemark? then name that address with --url'],
  [400, 'is the URL right?'],
  [200, 'is the URL right?'],
  [413, 'let it pass bodies of 64 MB, such as by client_max_body_size of nginx'],
  [403, 'it wants a login of its own: let the agent pass it, or name another address with --url'],
])('what to do about %i of something between is: %s', (status, todo) => {
  expect(answerOf(reply(status, HTML, '<h1>'))).toMatchObject({ todo })
})

test('a refusal of an address that is no push says the reason', () => {
  expect(answerOf(problem('unknown-path'))).toMatchObject({
    why: 'answered 404 (unknown-path)',
    todo: 'is the URL right?',
  })
  expect(answerOf(reply(503, HTML, '<h1>'))).toMatchObject({ why: 'answered 503' })
})

describe('one push of a batch', () => {
  test('is refused for the reason that the server names, and for no text that is none', () => {
    expect(refusedAs('bad-label')).toEqual({ is: 'refused', why: 'refused (bad-label)' })
    for (const text of ['', 'Bad label', 'x'.repeat(61), 'bad\nlabel', 'a1'])
      expect(refusedAs(text), text).toEqual({ is: 'refused', why: 'refused (no reason)' })
  })

  test('that the token is not for is tried again', () => {
    expect(refusedAs('forbidden')).toEqual({
      is: 'later',
      trouble: 'token refused',
      why: 'refused (forbidden)',
      afterSeconds: 600,
      todo: 'start the agent again with a token of the scope push for all its services',
    })
  })
})

test('no answer means that the server is away', () => {
  expect(noAnswer('timeout')).toEqual({
    is: 'later',
    trouble: 'server away',
    why: 'timeout',
    afterSeconds: 0,
  })
})
