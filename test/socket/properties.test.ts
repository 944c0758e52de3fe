import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleText } from '#shared/reading/visible.ts'
import { FORMATS, readSocketTable } from '#shared/socket/detect.ts'
import { groupSockets } from '#shared/socket/grouped-sockets.ts'
import { matchSockets } from '#shared/socket/match.ts'
import { FIXTURES, link, NOW, row, table } from './tables.ts'

const names = (await readdir(FIXTURES)).filter(
  (name) => name.endsWith('.txt') && !name.startsWith('recorded-week'),
)
const texts = await Promise.all(names.map((name) => readFile(join(FIXTURES, name), 'utf8')))

const anyFixture = fc.constantFrom(...texts)
/** A table of which a piece is cut out, doubled or replaced. */
const mutated = fc
  .record({
    text: anyFixture,
    at: fc.nat(5_000),
    length: fc.nat(80),
    piece: fc.string({ unit: 'binary', maxLength: 40 }),
  })
  .map(({ text, at, length, piece }) => text.slice(0, at) + piece + text.slice(at + length))

const port = fc.constantFrom(80, 443, 8080, 33_000, 40_000, 50_051)
const end = fc
  .record({ host: fc.constantFrom('10.0.0.5', '10.0.0.6', '[::1]'), port })
  .map(({ host, port: p }) => `${host}:${p}`)
const owner = fc.record({
  pid: fc.constantFrom(undefined, 7, 8),
  fd: fc.constantFrom(undefined, 3, 4),
  inode: fc.constantFrom(undefined, 11, 12, 13),
  program: fc.constantFrom(undefined, 'shop', 'shopfront'),
})
const anyRow = fc.oneof(
  fc.record({ local: end, more: owner }).map(({ local, more }) => row(local, undefined, more)),
  fc
    .record({
      local: end,
      remote: end,
      more: owner,
      state: fc.constantFrom('ESTABLISHED', 'CLOSE_WAIT', 'TIME_WAIT'),
    })
    .map(({ local, remote, more, state }) => row(local, remote, { ...more, state })),
)
const anyLink = fc
  .record({
    fd: fc.nat(5),
    inode: fc.integer({ min: 10, max: 14 }),
    at: fc.nat(9_000),
    pid: fc.constantFrom(undefined, 7),
  })
  .map(({ fd, inode, at, pid }) => link(fd, inode, at, pid))
const anyTable = fc.record({
  rows: fc.array(anyRow, { maxLength: 30 }),
  links: fc.array(anyLink, { maxLength: 10 }),
})

describe('whatever the text', () => {
  test.for([
    { name: 'arbitrary', text: fc.string({ unit: 'binary', maxLength: 400 }) },
    { name: 'mutated', text: mutated },
  ])('$name: no reader throws, and every line is accounted for', ({ text }) => {
    fc.assert(
      fc.property(text, (body) => {
        for (const tool of [undefined, ...FORMATS.map((format) => format.tool)]) {
          const reading = readSocketTable(new TextEncoder().encode(body), { now: NOW, tool })
          if (reading.answer === 'broken') continue
          const { rows, links, others, problems } = reading.table
          // A line of control characters is not blank: they are shown
          const lines = body.split(/\r?\n/).filter((line) => visibleText(line).trim() !== '').length
          const kept = rows.length + links.length + others
          expect(kept).toBeLessThanOrEqual(lines)
          // A link without a time is kept, and is a problem as well
          expect(rows.length + others + problems.length).toBeLessThanOrEqual(lines)
          matchSockets(50, groupSockets([reading.table], { now: NOW }))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('bytes that are no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (body) => {
        expect(['recognised', 'broken']).toContain(readSocketTable(body, { now: NOW }).answer)
      }),
    )
  })
})

describe('groups', () => {
  test('add up to the number of sockets', () => {
    fc.assert(
      fc.property(anyTable, ({ rows, links }) => {
        const { groups, sockets } = groupSockets([table(rows, links)], { now: NOW })
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(sockets)
        expect(sockets).toBeLessThanOrEqual(rows.length)
      }),
    )
  })

  test('do not depend on the order of rows, links and tables', () => {
    const shuffled = anyTable.chain(({ rows, links }) =>
      fc.record({
        before: fc.constant({ rows, links }),
        rows: fc.shuffledSubarray(rows, { minLength: rows.length }),
        links: fc.shuffledSubarray(links, { minLength: links.length }),
        cut: fc.nat(rows.length),
        pid: fc.constantFrom(undefined, 7),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ before, rows, links, cut, pid }) => {
        const one = groupSockets([table(before.rows, before.links)], { now: NOW, pid })
        const two = groupSockets([table(rows.slice(cut)), table(rows.slice(0, cut), links)], {
          now: NOW,
          pid,
        })
        expect(two).toEqual(one)
      }),
      { numRuns: 500 },
    )
  })

  test('the same table twice is the same table', () => {
    fc.assert(
      fc.property(anyTable, ({ rows, links }) => {
        const one = table(rows, links)
        expect(groupSockets([one, one], { now: NOW })).toEqual(groupSockets([one], { now: NOW }))
      }),
    )
  })
})
