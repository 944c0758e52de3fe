import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

/** A version that was there before, unpacked from git beside this one. */
export interface Before {
  readonly folder: string
  /** Of the CDK's command line. */
  readonly app: readonly string[]
}

/**
 * Unpacks a version of the repository and lends it the installed packages.
 *
 * @param ref a commit, tag or branch
 */
export async function unpack(root: string, ref: string, work: string): Promise<Before> {
  const folder = join(work, 'before')
  await mkdir(folder)
  const archive = join(work, 'before.tar')
  await run('git', ['-C', root, 'archive', '--output', archive, ref])
  await run('tar', ['-xf', archive, '-C', folder])
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const own = join(folder, 'test/deploy/emulated-app.ts')
  // Versions before it had no alarm that the emulator refuses.
  return { folder, app: existsSync(own) ? ['--app', `node ${own}`] : [] }
}
