/** One file in test/fixtures/socket is one phenomenon; this is the best place to add a new one. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FORMATS, readSocketTable } from '#shared/socket/detect.ts'
import { summaryOf } from './summary.ts'
import { FIXTURES, fixture, NOW } from './tables.ts'

const GOLDEN = '.golden.json'
const WRITE = 'GOLDEN=write npx vitest run test/socket/golden.test.ts'

const files = await readdir(FIXTURES)
const inputs = files.filter((file) => !file.endsWith(GOLDEN))

describe('a table is read as its golden file says', () => {
  test.for(inputs)('%s', async (input) => {
    const golden = join(FIXTURES, input + GOLDEN)
    if (process.env.GOLDEN !== 'write') {
      expect(existsSync(golden), `No golden file yet. Create it with: ${WRITE} and read it`).toBe(true)
    }
    const reading = readSocketTable(await readFile(join(FIXTURES, input)), { now: NOW })
    await expect(summaryOf(reading)).toMatchFileSnapshot(golden)
  })

  test('and no golden file is left over', () => {
    const expected = inputs.map((input) => input + GOLDEN)
    const goldens = files.filter((file) => file.endsWith(GOLDEN))
    expect(goldens.toSorted()).toEqual(expected.toSorted())
  })
})

describe('the tool is told from the text', () => {
  test.for(inputs)('%s', async (input) => {
    const { tool } = await fixture(input)
    expect(input.endsWith(`.${tool}.txt`)).toBe(true)
  })

  test.for(inputs)('and no line of %s is claimed by another tool', async (input) => {
    const text = await readFile(join(FIXTURES, input), 'utf8')
    const claims = text.split(/\r?\n/).flatMap((line) => FORMATS.filter((format) => format.isTelling(line)))
    expect(claims.length).toBeGreaterThan(0)
    expect(claims.filter(({ tool }) => !input.endsWith(`.${tool}.txt`))).toEqual([])
  })
})
