import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { privateFolder } from '#infra/local/private-folder.ts'
import { withFolder } from '#test/support/cli.ts'
import { serve } from '#test/support/serve.ts'

const GROUP_AND_OTHERS = 0o077
const NOBODY = 65_534

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

/** A folder that everybody reads, and what was left in it by a copy or an older version. */
async function wideFolder(home: string): Promise<string> {
  await chmod(home, 0o755)
  const folder = join(home, 'data')
  await mkdir(join(folder, 'below'), { recursive: true })
  await writeFile(join(folder, 'below', 'object'), 'theirs')
  await writeFile(join(folder, 'tidemark.db-wal'), 'theirs')
  for (const path of [folder, join(folder, 'below')]) await chmod(path, 0o777)
  await chmod(join(folder, 'tidemark.db-wal'), 0o664)
  return folder
}

/** Files and folders below one that its group or others may read, write or enter. */
async function openToOthers(folder: string): Promise<string[]> {
  const names = ['', ...(await readdir(folder, { recursive: true }))]
  const modes = await Promise.all(names.map((name) => modeOf(join(folder, name))))
  return names.filter((_, i) => (modes[i] ?? 0) & GROUP_AND_OTHERS)
}

/** What another user of this machine gets to see; only root can ask as one. */
async function seenByAnother(folder: string): Promise<string> {
  if (process.getuid?.() !== 0) return ''
  const asked = promisify(execFile)('find', [folder, '-mindepth', '1'], { uid: NOBODY, gid: NOBODY })
  return (await asked.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout
}

describe('a private folder', () => {
  test('is made with its parents', () =>
    withFolder(async (home) => {
      await privateFolder(join(home, 'a', 'b'))
      expect(await openToOthers(home)).toEqual([])
    }))

  test('is closed where it existed, with what is in it', () =>
    withFolder(async (home) => {
      const folder = await wideFolder(home)
      await privateFolder(folder)
      expect(await modeOf(folder)).toBe(0o700)
      expect(await modeOf(join(folder, 'below'))).toBe(0o700)
      expect(await modeOf(join(folder, 'tidemark.db-wal'))).toBe(0o600)
      expect(await seenByAnother(folder)).toBe('')
    }))

  test('changes nothing behind a link', () =>
    withFolder(async (home) => {
      const [folder, elsewhere] = [join(home, 'data'), join(home, 'elsewhere')]
      await mkdir(folder)
      await writeFile(elsewhere, '')
      await chmod(elsewhere, 0o644)
      await symlink(elsewhere, join(folder, 'link'))
      await privateFolder(folder)
      expect(await modeOf(elsewhere)).toBe(0o644)
    }))
})

describe('tidemark serve', () => {
  test('keeps all of its data for the eyes of its owner, in a folder that was open before', () =>
    withFolder(async (home) => {
      const folder = await wideFolder(home)
      const served = await serve(home)
      await served.send('/v1/profiles?service=a&instance=b', {
        method: 'POST',
        body: 'goroutine profile: total 0\n',
      })
      const open = await openToOthers(folder)
      const seen = await seenByAnother(folder)
      await served.stop()
      expect(open.filter((name) => !name.startsWith('below/'))).toEqual([])
      expect(seen).toBe('')
    }))
})
