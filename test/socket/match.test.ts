import { describe, expect, test } from 'vitest'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import { matchPorts, matchSockets, type SocketMatch } from '#shared/socket/match.ts'
import type { SocketRow } from '#shared/socket/model.ts'
import { socketSentence } from '#shared/socket/sentence.ts'
import { HOUR } from '#shared/time.ts'
import { clients, link, NOW, row, served, table } from './tables.ts'

const LISTENER = row('0.0.0.0:8080', undefined, { pid: 7 })

function matched(count: number, rows: readonly SocketRow[], pid?: number): SocketMatch | undefined {
  return matchSockets(count, groupSockets([table([LISTENER, ...rows])], { now: NOW, pid }))
}

/** More client connections, from an address of their own. */
const others = (count: number, remote: string, more: Partial<SocketRow> = {}): SocketRow[] =>
  clients(count, remote, more).map((one) => ({ ...one, local: { ...one.local, address: '10.0.0.6' } }))

const closed = { state: 'CLOSE_WAIT' } as const

describe('the incident', () => {
  test('in the words of the report', () => {
    const rows = clients(1_198, '10.10.10.11:80').map((one, i) => ({ ...one, inode: 5_000 + i }))
    const links = rows.map((_, i) => link(10 + i, 5_000 + i, NOW - 4.2 * HOUR + i * 1_000))
    const grouped = groupSockets([table(rows), table([LISTENER], links)], { now: NOW })
    const match = matchSockets(1_201, grouped)
    expect(match && socketSentence(match)).toBe(
      '1,198 sockets ESTABLISHED to 10.10.10.11:80, oldest open 4 h 12 min',
    )
  })

  test('the connections that the process serves are no match, however many', () => {
    expect(matched(1_201, served(1_201, '10.0.0.5:8080'))).toBeUndefined()
  })

  test('TIME_WAIT is nobody’s', () => {
    expect(matched(100, clients(100, '10.10.10.11:80', { state: 'TIME_WAIT' }))).toBeUndefined()
  })
})

describe('within 20 %', () => {
  const rows = [
    { sockets: 80, matches: true },
    { sockets: 79, matches: false },
    { sockets: 120, matches: true },
    { sockets: 121, matches: false },
  ]
  test.for(rows)('$sockets sockets and 100 goroutines: $matches', ({ sockets, matches }) => {
    expect(matched(100, clients(sockets, '10.10.10.11:80')) !== undefined).toBe(matches)
  })

  test('fewer than 5 goroutines match nothing', () => {
    expect(matched(4, clients(4, '10.10.10.11:80'))).toBeUndefined()
  })
})

const sentences = [
  {
    name: 'IPv6 in brackets',
    rows: clients(50, '[2001:db8::11]:443'),
    want: '50 sockets ESTABLISHED to [2001:db8::11]:443',
  },
  {
    name: 'the nearest of two remotes, with a word about the other',
    rows: [...clients(49, '10.10.10.12:80'), ...others(45, '10.10.10.11:80')],
    want: '49 sockets ESTABLISHED to 10.10.10.12:80, also matching: 10.10.10.11:80 (45)',
  },
  {
    name: 'two upstreams that match together',
    rows: [...clients(20, '10.10.10.12:80'), ...others(28, '10.10.10.11:80')],
    want: '48 sockets ESTABLISHED to 10.10.10.11:80 (28) and 10.10.10.12:80 (20) together',
  },
  {
    name: 'one remote is preferred to two together that come nearer',
    rows: [...clients(42, '10.10.10.12:80'), ...others(8, '10.10.10.11:80')],
    want: '42 sockets ESTABLISHED to 10.10.10.12:80',
  },
  {
    name: 'some connections that the peer has closed',
    rows: [...clients(48, '10.10.10.11:80'), ...others(3, '10.10.10.11:80', closed)],
    want: '48 sockets ESTABLISHED to 10.10.10.11:80, 3 more in CLOSE_WAIT: the peer has closed them, the process has not',
  },
  {
    name: 'most connections closed by the peer',
    rows: [...clients(9, '10.10.10.11:80'), ...others(40, '10.10.10.11:80', closed)],
    want: '49 sockets ESTABLISHED or CLOSE_WAIT to 10.10.10.11:80, 40 of them in CLOSE_WAIT: the peer has closed them, the process has not',
  },
]

describe('in one sentence', () => {
  test.for(sentences)('$name', ({ rows, want }) => {
    const match = matched(50, rows)
    expect(match && socketSentence(match)).toBe(want)
  })

  const ages = [
    { ago: 59_000, want: 'less than a minute' },
    { ago: 12 * 60_000, want: '12 min' },
    { ago: 100 * HOUR, want: '4 d 4 h' },
  ]
  test.for(ages)('$want', ({ ago, want }) => {
    const rows = clients(6, '10.10.10.11:80').map((one, i) => ({ ...one, inode: 1 + i }))
    const match = matchSockets(6, groupSockets([table(rows, [link(3, 1, NOW - ago)])], { now: NOW }))
    expect(match).toBeUndefined()
    const links = rows.map((_, i) => link(3 + i, 1 + i, NOW - ago))
    const all = matchSockets(6, groupSockets([table(rows, links)], { now: NOW }))
    expect(all && socketSentence(all)).toMatch(new RegExp(`, oldest open ${want}$`))
  })
})

describe('several remotes together', () => {
  test('not across processes', () => {
    const rows = [...clients(25, '10.10.10.11:80', { pid: 7 }), ...others(25, '10.10.10.12:80', { pid: 8 })]
    expect(matched(50, rows)).toBeUndefined()
  })

  test('not out of many small ones, which add up to any number', () => {
    const rows = Array.from({ length: 50 }, (_, i) => row(`10.0.0.5:${40_000 + i}`, `10.1.0.${i}:80`))
    expect(matched(50, rows)).toBeUndefined()
  })
})

describe('hosts behind one port', () => {
  const fleet = (hosts: number, port: number, net: number): SocketRow[] =>
    Array.from({ length: hosts }, (_, i) =>
      row(`10.0.0.5:${net * 100 + 40_000 + i}`, `10.${net}.0.${i}:${port}`),
    )
  const byPort = (count: number, rows: readonly SocketRow[]) =>
    matchPorts(count, groupSockets([table([LISTENER, ...rows])], { now: NOW }))
  const said = (count: number, rows: readonly SocketRow[]) => {
    const match = byPort(count, rows)
    return match && socketSentence(match)
  }

  test('match together', () => {
    expect(said(55, fleet(55, 22, 1))).toBe('55 sockets ESTABLISHED to 55 hosts on port 22')
  })

  test('with a word about another port that matches as well', () => {
    expect(said(55, [...fleet(55, 22, 1), ...fleet(50, 5_432, 2)])).toBe(
      '55 sockets ESTABLISHED to 55 hosts on port 22, also matching: 50 hosts on port 5432 (50)',
    )
  })

  test('not across ports, and not of one host, which is a remote', () => {
    expect(byPort(55, [...fleet(30, 22, 1), ...fleet(25, 23, 2)])).toBeUndefined()
    expect(byPort(55, clients(55, '10.10.10.11:22'))).toBeUndefined()
  })
})

describe('the process in question', () => {
  const rows = [...clients(50, '10.10.10.11:80', { pid: 8 }), ...others(20, '10.10.10.12:80', { pid: 7 })]

  test('is a matter of the numbers where nobody names it', () => {
    expect(matched(50, rows)?.remotes[0].pid).toBe(8)
  })

  test('leaves out the connections of all others', () => {
    expect(matched(50, rows, 7)).toBeUndefined()
    expect(matched(21, rows, 7)?.sockets).toBe(20)
  })
})
