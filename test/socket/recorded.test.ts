/**
 * The recorded leak of a Transport for each request: its connections to the upstream are its readLoops.
 * Goroutines were counted in the profile nearest in time, at most four minutes of the series away; the series
 * runs 720 times as fast as its clock.
 */

import { describe, expect, test } from 'vitest'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import { matchSockets } from '#shared/socket/match.ts'
import { socketSentence } from '#shared/socket/sentence.ts'
import { endpoint, fixture, NOW } from './tables.ts'

const UPSTREAM = endpoint('127.0.0.11:80')

const moments = [
  { tables: ['live-0001.netstat'], readLoops: 7 },
  { tables: ['live-0001.ss'], readLoops: 7 },
  { tables: ['live-0001.lsof'], readLoops: 7 },
  { tables: ['live-0001.proc-net-tcp', 'live-0001.proc-fd'], readLoops: 7, oldest: 'oldest open' },
  { tables: ['live-0003.netstat'], readLoops: 52 },
  { tables: ['live-0003.ss'], readLoops: 52 },
  { tables: ['live-0003.proc-net-tcp', 'live-0003.proc-fd'], readLoops: 52, oldest: 'oldest open' },
  { tables: ['live-0007.lsof', 'live-0007.proc-fd'], readLoops: 155, oldest: 'oldest open 3 h 5 min' },
  { tables: ['week-0001.netstat'], readLoops: 5 },
  { tables: ['week-0001.ss'], readLoops: 5 },
  { tables: ['week-0002.lsof', 'week-0002.proc-fd'], readLoops: 289, oldest: 'oldest open 2 h 54 min' },
  { tables: ['week-0003.lsof', 'week-0003.proc-fd'], readLoops: 642, oldest: 'oldest open 2 h 54 min' },
]

describe('established client sockets to the upstream agree with the readLoops', () => {
  test.for(moments)('$tables: $readLoops', async ({ tables, readLoops, oldest }) => {
    const read = await Promise.all(tables.map((name) => fixture(`recorded-${name}.txt`)))
    const match = matchSockets(readLoops, groupSockets(read, { now: NOW }))
    expect(match).toMatchObject({ counted: 'ESTABLISHED', remotes: [{ remote: UPSTREAM }], closeWait: 0 })
    if (match === undefined) return
    expect(Math.abs(match.sockets - readLoops)).toBeLessThanOrEqual(readLoops * 0.2)
    const sentence = socketSentence(match)
    expect(sentence).toContain(`${match.sockets} sockets ESTABLISHED to 127.0.0.11:80`)
    if (oldest === undefined) expect(match.oldestAge).toBeUndefined()
    else expect(sentence).toContain(oldest)
  })
})

describe('whose connections they are', () => {
  test('a listing of /proc/PID/fd leaves out those of the other processes on the host', async () => {
    const tables = [
      await fixture('recorded-live-0003.proc-net-tcp.txt'),
      await fixture('recorded-live-0003.proc-fd.txt'),
    ]
    const { groups } = groupSockets(tables, { now: NOW })
    const clients = groups.filter(({ side, state }) => side === 'client' && state === 'ESTABLISHED')
    expect(clients.filter(({ isOwn }) => isOwn).map((group) => group.endpoint)).toEqual([UPSTREAM])
    expect(clients.length).toBeGreaterThan(1)
  })

  test('ss and netstat name the process of each', async () => {
    const ss = groupSockets([await fixture('recorded-live-0003.ss.txt')], { now: NOW })
    const established = ss.groups.filter(({ state }) => state === 'ESTABLISHED')
    const sides = established.map(({ side, program }) => `${program} ${side}`)
    expect(new Set(sides)).toEqual(
      new Set(['shopfront client', 'shopfront server', 'backend server', 'edge client']),
    )
  })

  test('the tools of one moment agree on the groups', async () => {
    const [netstat, ss] = await Promise.all(
      ['netstat', 'ss'].map((tool) => fixture(`recorded-live-0003.${tool}.txt`)),
    )
    const proc = await fixture('recorded-live-0003.proc-net-tcp.txt')
    const open = [netstat, ss, proc].map((table) =>
      (table?.rows ?? [])
        .filter(({ state }) => state === 'ESTABLISHED')
        .map(({ local, remote }) => `${local.address}:${local.port} ${remote?.address}:${remote?.port}`)
        .sort(),
    )
    expect(open[1]).toEqual(open[0])
    expect(open[2]).toEqual(open[0])
  })
})
