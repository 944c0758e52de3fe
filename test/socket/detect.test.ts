import { describe, expect, test } from 'vitest'
import { readSocketTable } from '#shared/socket/detect.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { NOW, read } from './tables.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const LINE = 'tcp        0      0 10.0.0.5:40112          10.10.10.11:80          ESTABLISHED\n'

describe('what is refused', () => {
  test.for(['', ' \r\n\n'])('an empty body: %j', (text) => {
    expect(readSocketTable(bytes(text), { now: NOW })).toMatchObject({ broken: { reason: 'empty-body' } })
  })

  test('a text of no tool, with its beginning', () => {
    const reading = readSocketTable(bytes('goroutine 1 [running]:\n'), { now: NOW })
    expect(reading).toMatchObject({ broken: { reason: 'unknown-format' } })
    expect(reading).toMatchObject({ broken: { detail: expect.stringContaining('"goroutine 1 [running]:') } })
  })

  test('lsof of busybox, with what it lacks', () => {
    const text =
      '1\t/bin/svc\tsocket:[130996896]\n1\t/bin/svc\t/dev/null\n1\t/bin/svc\tanon_inode:[eventpoll]\n'
    for (const tool of [undefined, 'lsof'] as const) {
      expect(readSocketTable(bytes(text), { now: NOW, tool })).toMatchObject({
        broken: {
          reason: 'unknown-format',
          detail: expect.stringContaining('busybox, which prints no addresses'),
        },
      })
    }
  })

  test('the output of another tool than the one that is given', () => {
    expect(readSocketTable(bytes(LINE), { now: NOW, tool: 'netstat' }).answer).toBe('recognised')
    expect(readSocketTable(bytes(LINE), { now: NOW, tool: 'ss' })).toMatchObject({
      broken: { reason: 'unknown-format', detail: expect.stringContaining('no output of ss') },
    })
  })

  test('more bytes than the limit', () => {
    const limits = { ...DEFAULT_TABLE_LIMITS, bytes: LINE.length - 1 }
    expect(readSocketTable(bytes(LINE), { now: NOW, limits })).toMatchObject({
      broken: { reason: 'body-too-large', limit: LINE.length - 1, actual: LINE.length },
    })
  })

  test('more sockets than the limit', () => {
    const limits = { ...DEFAULT_TABLE_LIMITS, sockets: 2 }
    expect(read(LINE.repeat(2), { limits }).rows).toHaveLength(2)
    expect(readSocketTable(bytes(LINE.repeat(4)), { now: NOW, limits })).toMatchObject({
      broken: { reason: 'too-many-sockets', limit: 2, actual: 3 },
    })
  })
})

describe('what is bounded', () => {
  test('a table after a hundred lines of something else is not looked for', () => {
    expect(read(`${'message of the day\n'.repeat(99)}${LINE}`).rows).toHaveLength(1)
    expect(readSocketTable(bytes(`${'message of the day\n'.repeat(100)}${LINE}`), { now: NOW }).answer).toBe(
      'broken',
    )
  })

  test('problems, of which the last one counts the rest', () => {
    const { problems } = read(`${LINE}${'tcp 1\n'.repeat(1_500)}`)
    expect(problems).toHaveLength(1_000)
    expect(problems.at(-1)?.why).toContain('500 more problems')
  })

  test('a line', () => {
    const { rows, problems } = read(`${LINE}tcp 0 0 ${'x'.repeat(100_000)}\n${LINE}`)
    expect(rows).toHaveLength(2)
    expect(problems).toMatchObject([{ line: 2, why: '100008 characters, the limit of a line is 65536' }])
    expect(problems[0]?.text).toHaveLength(200)
  })
})
