import { describe, expect, test } from 'vitest'
import { endpointText, readEndpoint } from '#shared/socket/endpoint.ts'
import { readLinkTime } from '#shared/socket/link-time.ts'
import { stateByName, stateByNumber } from '#shared/socket/state.ts'

describe('endpoints', () => {
  const rows = [
    ['127.0.0.11:80', '127.0.0.11:80'],
    ['[::1]:8080', '[::1]:8080'],
    [':::8080', '[::]:8080'],
    ['::1:8080', '[::1]:8080'],
    ['2001:DB8:0:0:0:0:0:11:443', '[2001:db8::11]:443'],
    ['[::ffff:10.10.10.11]:80', '10.10.10.11:80'],
    ['::ffff:a0a:a0b:80', '10.10.10.11:80'],
    ['[fe80::1]%eth0:22', '[fe80::1%eth0]:22'],
    ['[fe80::1%eth0]:22', '[fe80::1%eth0]:22'],
    ['127.0.0.53%lo:53', '127.0.0.53%lo:53'],
    ['2001:db8:85a3:8d3:1:443', '[2001:db8:85a3:8d3:1]:443'],
    ['db.example:postgresql', 'db.example:postgresql'],
    ['*:80', '*:80'],
  ] as const
  test.for(rows)('%s is %s', ([text, want]) => {
    const end = readEndpoint(text)?.endpoint
    expect(end && endpointText(end)).toBe(want)
  })

  test.for(['0.0.0.0:*', ':::*', '*:*', '[::]:*'])('%s is nobody', (text) => {
    expect(readEndpoint(text)).toMatchObject({ endpoint: undefined })
  })

  test.for(['', ':80', '127.0.0.1', '127.0.0.1:', '127.0.0.1:65536', '127.0.0.1:8 0'])(
    '%j is none',
    (text) => {
      expect(readEndpoint(text)).toBeUndefined()
    },
  )
})

describe('states', () => {
  const rows = [
    ['ESTAB', 'ESTABLISHED'],
    ['CLOSE-WAIT', 'CLOSE_WAIT'],
    ['FIN_WAIT_1', 'FIN_WAIT1'],
    ['FIN-WAIT-1', 'FIN_WAIT1'],
    ['VERBUNDEN', 'ESTABLISHED'],
    ['OUÇA', 'LISTEN'],
    ['UNKNOWN', undefined],
    ['', undefined],
  ] as const
  test.for(rows)('%s is %s', ([name, want]) => {
    expect(stateByName(name)).toBe(want)
  })

  test('numbers of /proc/net/tcp', () => {
    expect([0, 1, 6, 8, 10, 12, 13, 14].map(stateByNumber)).toEqual([
      undefined,
      'ESTABLISHED',
      'TIME_WAIT',
      'CLOSE_WAIT',
      'LISTEN',
      'SYN_RECV',
      'BOUND_INACTIVE',
      undefined,
    ])
  })
})

describe('times of links', () => {
  const rows = [
    { now: '2026-11-24T09:00Z', text: ' 64 Nov 23 10:25', want: '2026-11-23T10:25:00.000Z' },
    { now: '2026-11-24T09:00Z', text: ' 64 Nov  3 10:25', want: '2026-11-03T10:25:00.000Z' },
    { now: '2026-11-24T09:00Z', text: ' 64 Nov 23  2025', want: '2025-11-23T00:00:00.000Z' },
    { now: '2027-01-02T09:00Z', text: ' 64 Dec 31 23:59', want: '2026-12-31T23:59:00.000Z' },
    { now: '2028-03-01T09:00Z', text: ' 64 Feb 29 10:00', want: '2028-02-29T10:00:00.000Z' },
    { now: '2026-11-24T09:00Z', text: ' 64 2026-11-23 10:25', want: '2026-11-23T10:25:00.000Z' },
    {
      now: '2026-11-24T09:00Z',
      text: ' 64 2026-11-23 10:25:13.736279228 +0130',
      want: '2026-11-23T08:55:13.000Z',
    },
    { now: '2026-11-24T09:00Z', text: ' 64 2026-11-23 10:25:13 -0500', want: '2026-11-23T15:25:13.000Z' },
    { now: '2026-11-24T09:00Z', text: ' 64 Nov 24 09:04', want: '2026-11-24T09:04:00.000Z' },
  ]
  test.for(rows)('$text, read at $now', ({ now, text, want }) => {
    const { at } = readLinkTime(text, Date.parse(now))
    expect(at === undefined ? at : new Date(at).toISOString()).toBe(want)
  })

  const none = [
    { text: ' 64 Nov 24 11:00', why: 'another time zone' },
    { text: ' 64 2026-11-24 11:00', why: 'another time zone' },
    { text: ' 64 23. Nov 10:25', why: 'no style' },
    { text: ' 64 Feb 30 10:25', why: 'no style' },
    { text: ' 64 2026-13-01 10:25', why: 'no style' },
    { text: ' 64 0001-01-01 10:25', why: 'no style' },
  ]
  test.for(none)('$text is none: $why', ({ text, why }) => {
    const time = readLinkTime(text, Date.parse('2026-11-24T09:00Z'))
    expect(time).toMatchObject({ at: undefined, why: expect.stringContaining(why) })
  })
})
