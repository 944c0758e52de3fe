import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inputsOf } from '#cli/inputs.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import { readInput } from '#shared/input/read-input.ts'

const DUMP = 'goroutine 7 [select]:\nmain.f()\n\t/src/main.go:9 +0x1d\n'
const NOW = Date.UTC(2026, 10, 29)
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-inputs-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('inputs behind an operand', () => {
  test('a file is one, with its date', async () => {
    const file = join(folder, 'a.txt')
    await writeFile(file, DUMP)
    await utimes(file, NOW / 1000, NOW / 1000)
    const [input, ...more] = await inputsOf(file, NOW + 1)
    expect([input?.name, input?.modifiedAt, more]).toEqual([file, NOW, []])
    if (input !== undefined) expect((await readInput(input, INPUT_LIMITS)).dumps).toMatchObject([{ at: NOW }])
  })

  test('a folder is all its files by name; links are not followed', async () => {
    await mkdir(join(folder, 'b/c'), { recursive: true })
    for (const path of ['z.txt', 'a.txt', 'b/c/d.txt']) await writeFile(join(folder, path), DUMP)
    await symlink(folder, join(folder, 'b/round'))
    await symlink('/etc/hostname', join(folder, 'outside'))
    const inputs = await inputsOf(folder, NOW)
    expect(inputs.map(({ name }) => relative(folder, name))).toEqual(['a.txt', 'b/c/d.txt', 'z.txt'])
  })

  test('an empty folder, and what is not there, are refused by name', async () => {
    await expect(inputsOf(folder, NOW)).rejects.toThrow('without files')
    await expect(inputsOf(join(folder, 'none'), NOW)).rejects.toThrow(
      'none cannot be read: there is no such file',
    )
  })
})
