import { describe, expect, test } from 'vitest'
import { joinTables } from '#shared/socket/join.ts'
import type { SocketRow } from '#shared/socket/model.ts'
import { openTimes } from '#shared/socket/open-time.ts'
import { link, row, table } from './tables.ts'

const connection = (more: Parameters<typeof row>[2] = {}) => row('10.0.0.5:40000', '10.10.10.11:80', more)

describe('tables of one moment', () => {
  test('give each connection once, with what each knows', () => {
    const joined = joinTables(
      [table([connection({ inode: 9 })]), table([connection({ pid: 7, program: 'shop' })])],
      undefined,
    )
    expect(joined).toMatchObject([{ inode: 9, pid: 7, program: 'shop' }])
  })

  test('keep the later state of a connection', () => {
    const early = table([connection()])
    const late = table([connection({ state: 'CLOSE_WAIT' })])
    for (const tables of [
      [early, late],
      [late, early],
    ])
      expect(joinTables(tables, undefined)).toMatchObject([{ state: 'CLOSE_WAIT' }])
  })

  test('know the owner alike in every order of three rows', () => {
    const rows = [
      connection({ pid: 8, fd: 3 }),
      connection({ pid: 8, program: 'shop' }),
      connection({ pid: 8, program: 'shopfront' }),
    ]
    for (const [i, j, k] of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const)
      expect(joinTables([table([rows[i], rows[j], rows[k]] as SocketRow[])], undefined)).toMatchObject([
        { pid: 8, fd: 3, program: 'shopfront' },
      ])
  })

  test('a socket that two processes share is of the one in question', () => {
    const shared = table([connection({ pid: 7, fd: 3 }), connection({ pid: 8, fd: 3 })])
    expect(joinTables([shared], 8)).toMatchObject([{ pid: 8, isOwn: true }])
    expect(joinTables([shared], undefined)).toMatchObject([{ pid: 7, isOwn: undefined }])
  })
})

describe('links of /proc/PID/fd', () => {
  test('are found by socket number', () => {
    const joined = joinTables(
      [table([connection({ inode: 9 })]), table([], [link(3, 9, 1_000, 7)])],
      undefined,
    )
    expect(joined).toMatchObject([{ pid: 7, isOwn: true, openedAt: 1_000 }])
  })

  test('are found by descriptor if all rows are of one process', () => {
    const joined = joinTables(
      [table([connection({ pid: 7, fd: 3 })]), table([], [link(3, 9, 1_000)])],
      undefined,
    )
    expect(joined).toMatchObject([{ inode: 9, isOwn: true, openedAt: 1_000 }])
  })

  test('are not found by descriptor among several processes, unless one is named', () => {
    const rows = [connection({ pid: 7, fd: 3 }), row('10.0.0.5:40001', '10.10.10.11:80', { pid: 8, fd: 3 })]
    const tables = [table(rows), table([], [link(3, 9, 1_000)])]
    expect(joinTables(tables, undefined).map(({ openedAt }) => openedAt)).toEqual([undefined, undefined])
    expect(joinTables(tables, 8).map(({ openedAt }) => openedAt)).toEqual([undefined, 1_000])
  })

  test('say that a socket without one is of another process', () => {
    const joined = joinTables([table([connection({ inode: 8 })], [link(3, 9)])], undefined)
    expect(joined).toMatchObject([{ isOwn: false }])
  })
})

describe('since when a socket is open', () => {
  test('the time of its link', () => {
    expect(openTimes([link(3, 9, 1_000)])).toEqual(new Map([[9, 1_000]]))
  })

  test('a reused descriptor has the time of the socket before', () => {
    const links = [
      ...Array.from({ length: 20 }, (_, i) => link(20 + i, 100 + i, 5_000 + i)),
      link(4, 120, 1_000),
    ]
    expect(openTimes(links).get(120)).toBe(5_012)
    expect(openTimes(links).get(100)).toBe(5_000)
  })

  test('one late look among the sockets before it changes nothing', () => {
    const links = [
      link(4, 1, 1_000),
      link(5, 2, 1_010),
      link(6, 3, 9_000),
      link(7, 4, 1_030),
      link(8, 5, 1_040),
    ]
    expect([...openTimes(links).values()]).toEqual([1_000, 1_010, 9_000, 1_030, 1_040])
  })
})
