import { describe, expect, test } from 'vitest'
import { answerOf } from '#cli/agent/send.ts'

const TAKEN = { decision: 'stored', next: { afterSeconds: 60, want: [] } }

describe('an answer', () => {
  test.each([
    { name: 'a stored profile', give: [201, null, TAKEN], want: 'taken' },
    {
      name: 'a stored table, which says nothing of what is next',
      give: [201, null, { decision: 'duplicate' }],
      want: 'taken',
    },
    { name: 'the login page of a proxy', give: [200, null, undefined], want: 'later' },
    { name: 'a redirect', give: [302, null, undefined], want: 'refused' },
    { name: 'a wrong token', give: [401, null, { reason: 'unauthenticated' }], want: 'later' },
    { name: 'a token of other services', give: [403, null, { reason: 'forbidden' }], want: 'later' },
    { name: 'a malformed profile', give: [400, null, { reason: 'malformed-profile' }], want: 'refused' },
    { name: 'something that no profile is', give: [422, null, undefined], want: 'refused' },
    { name: 'a body that is too large', give: [413, null, undefined], want: 'refused' },
    { name: 'a slow upload', give: [408, null, undefined], want: 'later' },
    { name: 'a replay too early', give: [425, null, undefined], want: 'later' },
    { name: 'too many requests', give: [429, '7', undefined], want: 'later' },
    { name: 'a failed server', give: [500, null, undefined], want: 'later' },
    {
      name: 'a store that does not answer',
      give: [503, '5', { reason: 'storage-unavailable' }],
      want: 'later',
    },
  ] as const)('of $name means $want', ({ give: [status, retryAfter, json], want }) => {
    expect(answerOf(status, retryAfter, json).is).toBe(want)
  })

  test('names the reason, and nothing else of what the server wrote', () => {
    const json = { reason: 'bad-label', detail: 'secret', actual: 'secret' }
    expect(answerOf(400, null, json)).toEqual({ is: 'refused', why: 'answered 400 (bad-label)' })
    expect(answerOf(400, null, { reason: 'a b\nc' })).toEqual({ is: 'refused', why: 'answered 400' })
  })

  test.each([
    [401, 'not revoked or expired'],
    [403, 'scope push'],
  ])('of %i says what mends the token, and lets ten minutes pass', (status, todo) => {
    const answer = answerOf(status, null, undefined)
    expect(answer).toMatchObject({ afterSeconds: 600, todo: expect.stringContaining(todo) })
  })

  test.each([
    [null, 0],
    ['5', 5],
    ['99999', 600],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0],
    ['-1', 0],
  ])('with Retry-After %s lets %i seconds pass', (retryAfter, want) => {
    expect(answerOf(503, retryAfter, undefined)).toMatchObject({ afterSeconds: want })
  })
})
