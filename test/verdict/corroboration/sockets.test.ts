import { describe, expect, it } from 'vitest'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import type { ProcessSockets } from '#shared/socket/process-sockets.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { countNear, countsAtTables, socketRule } from '#shared/verdict/corroboration/sockets.ts'
import { clients, link, row, served, table } from '#test/socket/tables.ts'
import { countsOf, lifeOf, START } from '#test/support/lives.ts'

const POD = 'pod-1@unmarked'
const UPSTREAM = '10.10.10.11:80'

const at = (when: number, ...tables: Parameters<typeof groupSockets>[0]): ProcessSockets => ({
  at: when,
  grouped: groupSockets(tables, { now: when }),
})
const open = (...rows: Parameters<typeof table>[0]) => at(START, table(rows))
const fleet = (hosts: number, port: number) =>
  Array.from({ length: hosts }, (_, i) => row(`10.0.0.5:${41_000 + i}`, `10.9.0.${i}:${port}`))
const ruleOf = (count: number, sockets: ProcessSockets) =>
  socketRule(new Map([[POD, count]]), new Map([[POD, sockets]])).rule

describe('the rule of sockets', () => {
  it.each([
    { name: 'as many connections to one remote', count: 100, rows: clients(100, UPSTREAM), fired: true },
    { name: 'a fifth fewer', count: 100, rows: clients(80, UPSTREAM), fired: true },
    { name: 'a fifth more', count: 100, rows: clients(120, UPSTREAM), fired: true },
    { name: 'more than a fifth fewer', count: 100, rows: clients(79, UPSTREAM), fired: false },
    { name: 'more than a fifth more', count: 100, rows: clients(121, UPSTREAM), fired: false },
    { name: 'too few to tell', count: 4, rows: clients(4, UPSTREAM), fired: false },
    {
      name: 'as many connections to all hosts behind one port',
      count: 55,
      rows: fleet(55, 22),
      fired: true,
    },
    {
      name: 'as many connections to hosts of the web, which add up to any number',
      count: 55,
      rows: fleet(55, 443),
      fired: false,
    },
    {
      name: 'connections that it serves',
      count: 100,
      rows: [row('10.0.0.5:8080'), ...served(100, '10.0.0.5:8080')],
      fired: false,
    },
    {
      name: 'connections that the peer has closed',
      count: 100,
      rows: clients(100, UPSTREAM, { state: 'CLOSE_WAIT' }),
      fired: false,
    },
    {
      name: 'two remotes that match each',
      count: 100,
      rows: [...clients(100, UPSTREAM), ...clients(95, '10.10.10.12:80')],
      fired: false,
    },
  ])('with $name fires: $fired', ({ count, rows, fired }) => {
    expect(ruleOf(count, open(...rows))).toMatchObject({ id: 'sockets', fired })
  })

  it('says which connections, since when, and its figures', () => {
    const rows = clients(98, UPSTREAM).map((each, i) => ({ ...each, inode: i + 1 }))
    const links = rows.map(({ inode }) => link(inode, inode, START - 252 * MINUTE))
    expect(ruleOf(100, at(START, table(rows), table([], links, 'proc-fd')))).toEqual({
      id: 'sockets',
      fired: true,
      figures: { tables: 1, count: 100, sockets: 98 },
      says: '98 sockets ESTABLISHED to 10.10.10.11:80, oldest open 4 h 12 min, for 100 goroutines',
    })
  })

  it('says why it is silent', () => {
    expect(ruleOf(100, open(...clients(9, UPSTREAM))).says).toBe(
      'no remote has as many client connections as a process has goroutines in this stack (100); threshold: within 20 %',
    )
    const { rule, match } = socketRule(new Map([[POD, 100]]), new Map())
    expect([rule.fired, rule.says, match]).toEqual([
      false,
      'no socket table received for these processes',
      undefined,
    ])
  })

  it.each([
    {
      name: 'the peer has closed the connections',
      rows: clients(100, UPSTREAM, { state: 'CLOSE_WAIT' }),
      says: /for 100 goroutines; threshold: within 20 % by ESTABLISHED sockets alone$/,
    },
    {
      name: 'two remotes match',
      rows: [...clients(100, UPSTREAM), ...clients(95, '10.10.10.12:80')],
      says: /also matching: 10\.10\.10\.12:80 \(95\), for 100 goroutines; threshold: no other match$/,
    },
    {
      name: 'many hosts of the web match together',
      rows: fleet(100, 443),
      says: /to 100 hosts on port 443, for 100 goroutines; threshold: a single host on a web port$/,
    },
  ])('names the threshold that a match misses where $name', ({ rows, says }) => {
    expect(ruleOf(100, open(...rows)).says).toMatch(says)
  })

  it('fires where one process of many matches, and tells of that one', () => {
    const sockets = new Map([
      ['a@1', open(...clients(100, UPSTREAM), ...clients(105, '10.10.10.12:80'))],
      ['b@1', open(...clients(52, UPSTREAM))],
      ['c@1', open(...clients(7, UPSTREAM))],
    ])
    const counts = new Map([
      ['a@1', 100],
      ['b@1', 50],
      ['c@1', 70],
    ])
    const { rule, match } = socketRule(counts, sockets)
    expect(rule).toMatchObject({ fired: true, figures: { tables: 3, count: 50, sockets: 52 } })
    expect(match?.count).toBe(50)
    expect(rule.says).toBe('52 sockets ESTABLISHED to 10.10.10.11:80, for 50 goroutines in one process')
  })

  it('does not compare a process with the table of another', () => {
    const { rule } = socketRule(new Map([['a@1', 100]]), new Map([['b@1', open(...clients(100, UPSTREAM))]]))
    expect(rule.fired).toBe(false)
  })
})

describe('the count at a time', () => {
  const times = Float64Array.of(START, START + HOUR, START + 2 * HOUR)
  const counts = countsOf([10, 20, 30])

  it.each([
    { name: 'of a snapshot', after: HOUR, want: 20 },
    { name: 'nearer to the one before', after: HOUR + 29 * MINUTE, want: 20 },
    { name: 'nearer to the one after', after: HOUR + 31 * MINUTE, want: 30 },
    { name: 'within the hour before the first', after: -HOUR, want: 10 },
    { name: 'within the hour after the last', after: 3 * HOUR, want: 30 },
    { name: 'long before', after: -HOUR - 1, want: undefined },
    { name: 'long after', after: 3 * HOUR + 1, want: undefined },
  ])('$name is $want', ({ after, want }) => {
    expect(countNear(times, counts, START + after)).toBe(want)
  })

  it('of a life without a snapshot is unknown', () => {
    expect(countNear(new Float64Array(), countsOf([]), START)).toBeUndefined()
  })

  it('is taken of the stack and of the processes that have a table, each at the time of its own', () => {
    const grown = Array.from({ length: 13 }, (_, i) => 10 * i)
    const lives = ['a', 'b', 'c'].map((instance) => lifeOf({ leak: grown, other: [1] }, { instance }))
    const [a, b] = lives.map(({ process }) => process.id)
    const sockets = new Map([
      [a ?? '', { ...open(), at: START + HOUR }],
      [b ?? '', { ...open(), at: START + 2 * HOUR }],
    ])
    expect(countsAtTables(lives, 'leak', sockets)).toEqual(
      new Map([
        [a, 60],
        [b, 120],
      ]),
    )
    expect(countsAtTables(lives, 'never seen', sockets)).toEqual(new Map())
  })
})
