/** One file in test/fixtures/goroutine is one phenomenon; this is the best place to add a new one. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { summaryOf } from './summary.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/goroutine')
const GOLDEN = '.golden.json'
const WRITE = 'GOLDEN=write npx vitest run test/goroutine/golden.test.ts'

const files = await readdir(FOLDER)
const inputs = files.filter((file) => !file.endsWith(GOLDEN))

describe('a dump is read as its golden file says', () => {
  test.for(inputs)('%s', async (input) => {
    const golden = join(FOLDER, input + GOLDEN)
    if (process.env.GOLDEN !== 'write') {
      expect(existsSync(golden), `No golden file yet. Create it with: ${WRITE} and read it`).toBe(true)
    }
    const reading = await readProfile(await readFile(join(FOLDER, input)), DEFAULT_READ_LIMITS)
    await expect(summaryOf(reading)).toMatchFileSnapshot(golden)
  })

  test('and no golden file is left over', async () => {
    const goldens = (await readdir(FOLDER)).filter((file) => file.endsWith(GOLDEN))
    expect(goldens.filter((golden) => !inputs.includes(golden.slice(0, -GOLDEN.length)))).toEqual([])
  })
})

describe('the three forms of one program agree on the number of goroutines', () => {
  const captures = inputs.filter((input) => input.startsWith('go1.'))

  test.for(captures)('%s', async (input) => {
    const reading = await readProfile(await readFile(join(FOLDER, input)), DEFAULT_READ_LIMITS)
    const proven = /goroutineleak\.debug[01]/.test(input)
    expect(reading).toMatchObject({
      answer: 'recognised',
      profile: { total: proven ? 111 : 122, problems: [] },
    })
  })

  test('every capture is there', () => {
    expect(captures).toHaveLength(15)
  })
})
