import { createRequire } from 'node:module'
import type * as AdaptiveCards from 'adaptivecards'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import { ALERT_LASTS, alertOf, testAlert } from '#shared/notice/alertmanager.ts'
import { messageOf, messagesOf, testMessage } from '#shared/notice/message.ts'
import { type Notice, noticesOf } from '#shared/notice/notice.ts'
import { pagerDutyEvent, pagerDutyTest } from '#shared/notice/pagerduty.ts'
import { slackMessage } from '#shared/notice/slack.ts'
import { teamsMessage } from '#shared/notice/teams.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { FOUND, findingOf } from './findings.ts'

/** The package names its own files as bundlers find them, so Node takes its bundle. */
const { AdaptiveCard, SerializationContext }: typeof AdaptiveCards = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
)

const LINK = 'https://tidemark.test/s/checkout/f/1111111111111111'
const OWNERS = ['@payments', 'ada@acme.example']
const TEST = testMessage('5b1c', FOUND, 'https://tidemark.test/')

const FINDINGS: Readonly<Record<string, Finding>> = {
  new: findingOf(),
  escalating: findingOf({ after: [{ to: 'escalating', reason: '5.0 → 11.0 an hour' }] }),
  resolved: findingOf({ after: [{ to: 'resolved', reason: 'no growth in v2 for 30 h' }] }),
  'archived by a person': findingOf({ after: [{ to: 'archived', reason: 'archived', by: 'Ada' }] }),
  'a hostile name': findingOf({ named: '**bold** [a](javascript:b) <!channel>\u202e\u001b[2J\nfine' }),
}

const latest = (finding: Finding): Notice => {
  const notice = noticesOf(finding, LINK, FOUND - DAY, FOUND + DAY, OWNERS, 'systems').at(-1)
  if (notice === undefined) throw new Error('nothing is told of it')
  return notice
}

/** What each receiver gets of a finding. */
const FORMS: Readonly<Record<string, (finding: Finding) => unknown>> = {
  slack: (finding) => slackMessage(messageOf(latest(finding))),
  teams: (finding) => teamsMessage(messageOf(latest(finding))),
  pagerduty: (finding) => pagerDutyEvent(latest(finding), 'R0UT1NGK3Y'),
  alertmanager: (finding) => alertOf(finding, LINK, OWNERS, FOUND + HOUR),
}

const CASES = Object.entries(FORMS).flatMap(([form, make]) =>
  Object.entries(FINDINGS).map(([name, finding]) => ({ form, name, make: () => make(finding) })),
)

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

test.each(CASES)('$form gets of $name what stands in its file', async ({ form, name, make }) => {
  await expect(json(make())).toMatchFileSnapshot(
    `../fixtures/notice/${form}-${name.replaceAll(' ', '-')}.json`,
  )
})

test.each([
  ['teams', teamsMessage(TEST)],
  ['pagerduty', pagerDutyTest(TEST, 'R0UT1NGK3Y')],
  ['alertmanager', [testAlert(TEST, FOUND)]],
])('%s gets as a test what stands in its file', async (form, body) => {
  await expect(json(body)).toMatchFileSnapshot(`../fixtures/notice/${form}-test.json`)
})

/** Names of functions and owners as nobody expects them. */
const anyName = fc.string({ unit: 'binary', minLength: 1, maxLength: 5_000 })
const anySteps = fc
  .tuple(anyName, fc.integer({ min: 1, max: 40 }))
  .map(([named, n]) =>
    Array.from({ length: n }, (_, i) => latest(findingOf({ id: String(i).padStart(16, '0'), named }))),
  )

describe('a card for Teams', () => {
  test('is read without a complaint by the makers of Adaptive Cards', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        for (const { message } of messagesOf(steps)) {
          const context = new SerializationContext()
          const card = new AdaptiveCard()
          card.parse(teamsMessage(message).attachments[0].content, context)
          expect(context.eventCount).toBe(0)
          expect(card.validateProperties().validationEvents).toEqual([])
        }
      }),
      { numRuns: 20 },
    )
  })

  test('stays below the 28 KB that Teams takes', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        for (const { message } of messagesOf(steps))
          expect(Buffer.byteLength(JSON.stringify(teamsMessage(message)))).toBeLessThan(28 * 1024)
      }),
      { numRuns: 20 },
    )
  })
})

test('an event for PagerDuty stays within the limits of its API', () => {
  fc.assert(
    fc.property(anyName, (named) => {
      const event = pagerDutyEvent(latest(findingOf({ named, service: 'a'.repeat(200) })), 'key')
      expect(event.dedup_key.length).toBeLessThanOrEqual(255)
      expect((event.payload as { summary: string }).summary.length).toBeLessThanOrEqual(1_024)
      expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512_000)
    }),
    { numRuns: 30 },
  )
})

describe('an alert', () => {
  test('keeps its labels while its leak gets worse or surer', () => {
    const labels = [
      findingOf(),
      findingOf({ verdict: { tier: 'proven', perHour: 900 } }),
      findingOf({ after: [{ to: 'escalating', reason: '5.0 → 11.0 an hour' }] }),
      findingOf({ verdict: { version: 'v9', cause: undefined } }),
    ].map((finding) => alertOf(finding, LINK, OWNERS, FOUND)?.labels)
    expect(new Set(labels.map((each) => JSON.stringify(each))).size).toBe(1)
  })

  test('outlives five runs of the judge that fail', () => {
    expect(Date.parse(alertOf(findingOf(), LINK, [], FOUND)?.endsAt ?? '')).toBe(FOUND + ALERT_LASTS)
  })

  test('is none for what is only suspected', () => {
    expect(alertOf(findingOf({ verdict: { tier: 'suspect' } }), LINK, [], FOUND)).toBeUndefined()
  })

  test('begins anew where its leak is back', () => {
    const back = findingOf({
      after: [
        { to: 'resolved', reason: 'gone' },
        { to: 'regressed', reason: 'grows again' },
      ],
    })
    expect(Date.parse(alertOf(back, LINK, [], FOUND + DAY)?.startsAt ?? '')).toBe(FOUND + 2 * HOUR)
  })

  test('that has ended is sent for three hours, and then no more', () => {
    const ended = findingOf({ after: [{ to: 'resolved', reason: 'gone' }] })
    const at = FOUND + HOUR
    expect(alertOf(ended, LINK, [], at + ALERT_LASTS - 1)?.endsAt).toBe(new Date(at).toISOString())
    expect(alertOf(ended, LINK, [], at + ALERT_LASTS)).toBeUndefined()
  })
})
