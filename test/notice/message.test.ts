import { describe, expect, test } from 'vitest'
import { messagesOf, testMessage } from '#shared/notice/message.ts'
import { noticesOf } from '#shared/notice/notice.ts'
import { slackMessage } from '#shared/notice/slack.ts'
import { DAY } from '#shared/time.ts'
import { FOUND, findingOf } from './findings.ts'

const LINK = 'https://tidemark.test/s/checkout/f/1111111111111111'
const noticesFor = (more: Parameters<typeof findingOf>[0] = {}) =>
  noticesOf(findingOf(more), LINK, FOUND - DAY, FOUND + 30 * DAY)
const many = (n: number) =>
  Array.from({ length: n }, (_, i) => noticesFor({ id: String(i).padStart(16, '0') })).flat()

describe('a message of one step', () => {
  const [{ message } = { message: undefined }] = messagesOf(noticesFor())

  test('says in text what it is, why, what to do and where to read on', () => {
    expect(message?.subject).toBe('New leak: checkout')
    expect(message?.text.split('\n')).toEqual([
      'New leak (probable): checkout: 120 goroutines in idle keep-alive connections, +5.0 per hour in each process since 2026-09-01 00:00 UTC (v1.4.2), in 2 of 2 processes',
      'found as probable',
      expect.stringContaining('IdleConnTimeout'),
      LINK,
    ])
  })

  test('is JSON for programs, with an id of the step', () => {
    expect(message?.json).toMatchObject({
      type: 'finding.new',
      id: message?.id,
      finding: '1111111111111111@checkout',
      at: '2026-09-07T06:00:00.000Z',
      cause: { id: '2' },
      link: LINK,
    })
  })

  test('is blocks for Slack, in which only the link is markup', () => {
    expect(message && slackMessage(message).blocks).toMatchObject([
      { type: 'section', text: { type: 'plain_text' } },
      { type: 'section', text: { type: 'mrkdwn', text: `<${LINK}|Open in Tidemark>` } },
    ])
  })
})

test('the same step has the same id, another one another', () => {
  const [first, second] = noticesFor({ after: [{ to: 'resolved', reason: 'gone' }] })
  expect(noticesFor()[0]?.id).toBe(first?.id)
  expect(second?.id).not.toBe(first?.id)
  expect(noticesFor({ service: 'basket' })[0]?.id).not.toBe(first?.id)
})

test('five steps are five messages, six are one', () => {
  expect(messagesOf(many(5)).map(({ notices }) => notices.length)).toEqual([1, 1, 1, 1, 1])
  const [digest, ...more] = messagesOf(many(6))
  expect(more).toEqual([])
  expect(digest).toMatchObject({
    notices: { length: 6 },
    message: { subject: '6 changes: checkout', json: { type: 'digest', changes: { length: 6 } } },
  })
})

test('a digest of hundreds of steps stays within the limits of Slack', () => {
  const [{ message } = { message: undefined }] = messagesOf(many(300))
  expect(message && slackMessage(message).blocks.length).toBeLessThanOrEqual(50)
  expect(message?.text).toContain('… and 280 more')
})

describe('a hostile name', () => {
  const name = '<!channel> & <http://evil|x>\u202e\u001b[2J\nfine'
  const [{ message } = { message: undefined }] = messagesOf(noticesFor({ named: name }))

  test('calls nobody in Slack', () => {
    expect(message && slackMessage(message).text).toContain('&lt;!channel&gt; &amp; &lt;http://evil|x&gt;')
  })

  test('moves no cursor and ends no line', () => {
    expect(message?.text).toMatch(
      /^New leak \(probable\): checkout: 120 goroutines in <!channel> & <http:\/\/evil\|x> \[2J fine, .*\n/,
    )
  })

  test('of any length fits', () => {
    const [long] = messagesOf(noticesFor({ named: 'x'.repeat(10_000) }))
    expect(long && slackMessage(long.message).blocks[0]).toHaveProperty('text.text.length', 3_000)
  })
})

test('a test says that it is one', () => {
  expect(testMessage('id', FOUND, LINK).json).toEqual({
    type: 'test',
    id: 'id',
    at: '2026-09-07T06:00:00.000Z',
    link: LINK,
  })
})
