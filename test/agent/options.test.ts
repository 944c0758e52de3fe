import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lineLog } from '#cli/agent/log.ts'
import { headersOf, labelsOf, numberOf, several } from '#cli/agent/options.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-options-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('an option of the agent', () => {
  test('that may stand several times has its texts', () => {
    expect([undefined, 'a', ['a', true, 'b']].map(several)).toEqual([[], [], ['a', 'b']])
  })

  test('of a label is a key and all behind the first sign', () => {
    expect(labelsOf(['zone=eu', 'q=a=b', 'empty='])).toEqual({ zone: 'eu', q: 'a=b', empty: '' })
  })

  test.each(['zone', '=secret', ''])('of a label is refused as %j, and never repeated', (text) => {
    expect(() => labelsOf([text])).toThrow(/^--label must be KEY=VALUE$/)
  })

  test('of a header is a name and a value, or a file with one a line', async () => {
    const file = join(folder, 'headers')
    await writeFile(file, 'X-Org: 7\n\n  \nAuthorization: Bearer a:b \n')
    expect(await headersOf([`@${file}`, 'X_Team:  shop ', 'x-empty:'])).toEqual({
      'x-org': '7',
      authorization: 'Bearer a:b',
      x_team: 'shop',
      'x-empty': '',
    })
    expect(await headersOf([])).toEqual({})
  })

  test.each(['secret', ': secret', 'a b: secret', ''])(
    'of a header is refused as %j, and never repeated',
    async (text) => {
      await expect(headersOf([text])).rejects.toThrow(/^--header must be NAME: VALUE$/)
    },
  )

  test('names the file of headers that cannot be read', async () => {
    await expect(headersOf([`@${folder}/none`])).rejects.toThrow(
      `--header names the file ${folder}/none, which cannot be read`,
    )
  })

  test('of a number is whole and within its range', () => {
    const range = [10, 60] as const
    expect([undefined, '10', '60', 10].map((value) => numberOf('every', value, range))).toEqual([
      undefined,
      10,
      60,
      10,
    ])
    for (const value of ['9', '61', '1e1', '10.5', '-10', '', ' 10', 'x'])
      expect(() => numberOf('every', value, range), value).toThrow(
        `--every must be a whole number from 10 to 60, got ${value}`,
      )
  })
})

describe('a line of the log', () => {
  const lines = (isJson: boolean) => {
    const out: string[] = []
    const log = lineLog(
      (line) => out.push(line),
      () => Date.UTC(2026, 10, 29, 2),
      isJson,
    )
    log('connected')
    log('refused', { target: 'web-1:6060', status: 400, why: 'a "b"', path: '/v1/x', none: '' })
    return out
  }

  test('is for a person: what has blanks or quotes stands in quotes', () => {
    expect(lines(false)).toEqual([
      '2026-11-29T02:00:00.000Z connected',
      '2026-11-29T02:00:00.000Z refused target=web-1:6060 status=400 why="a \\"b\\"" path=/v1/x none=""',
    ])
  })

  test('is JSON where that is asked for', () => {
    expect(lines(true).map((line) => JSON.parse(line))).toEqual([
      { at: '2026-11-29T02:00:00.000Z', event: 'connected' },
      {
        at: '2026-11-29T02:00:00.000Z',
        event: 'refused',
        target: 'web-1:6060',
        status: 400,
        why: 'a "b"',
        path: '/v1/x',
        none: '',
      },
    ])
  })
})
