/** Files and folders that may not be read. Tests run as any user, root too: the file system only says that it refuses. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const refused = vi.hoisted(() => ({ paths: new Set<string>() }))

const denied = (path: string): Error =>
  Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES' })

vi.mock('node:fs/promises', async (actual) => {
  const fs = await actual<typeof import('node:fs/promises')>()
  return {
    ...fs,
    stat: async (path: string) => {
      if (refused.paths.has(`stat ${path}`)) throw denied(path)
      return fs.stat(path)
    },
    readdir: async (path: string, options: never) => {
      if (refused.paths.has(path)) throw denied(path)
      return fs.readdir(path, options)
    },
  }
})
vi.mock('node:fs', async (actual) => {
  const fs = await actual<typeof import('node:fs')>()
  return {
    ...fs,
    createReadStream: (path: string, options: never) => {
      if (refused.paths.has(path)) throw denied(path)
      return fs.createReadStream(path, options)
    },
  }
})

// Files of tests share a process: without a reset what another file has loaded keeps the real file system.
vi.resetModules()
const { readFiles } = await import('#cli/file-dumps.ts')
const { inputsOf } = await import('#cli/inputs.ts')

const DUMP = 'goroutine 7 [select]:\nmain.f()\n\t/src/main.go:9 +0x1d\n'
const NOW = Date.UTC(2026, 10, 29)
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-unreadable-'))
  await mkdir(join(folder, 'c'))
  for (const name of ['a.txt', 'b.txt', 'c/d.txt', 'e.txt']) await writeFile(join(folder, name), DUMP)
})
afterEach(async () => {
  refused.paths.clear()
  await rm(folder, { recursive: true })
})

test('what cannot be read in a folder is a sentence each, and the others are read', async () => {
  for (const path of ['a.txt', 'c']) refused.paths.add(join(folder, path))
  refused.paths.add(`stat ${join(folder, 'b.txt')}`)
  const { read, refused: sentences, isAnyEmpty } = await readFiles([folder], NOW)
  expect(read.map(({ file }) => file)).toEqual([join(folder, 'e.txt')])
  expect(sentences).toEqual(
    ['a.txt', 'b.txt', 'c'].map((name) => `${join(folder, name)} cannot be read: no permission to read it`),
  )
  expect(isAnyEmpty).toBe(false)
})

test('a folder or a file alone that cannot be read fails by name', async () => {
  refused.paths.add(folder)
  await expect(inputsOf(folder, NOW)).rejects.toThrow(`${folder} cannot be read: no permission to read it`)
  refused.paths.clear()
  refused.paths.add(join(folder, 'a.txt'))
  await expect(readFiles([join(folder, 'a.txt')], NOW)).rejects.toThrow('a.txt cannot be read: no permission')
})
