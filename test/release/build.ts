import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { layContext } from '#test/container/build-context.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders of two releases of these sources: from this checkout, and from a folder that holds what an image is built of. */
    readonly releases: readonly [string, string]
  }
}

/** Builds all that is released, twice: what differs between two machines differs between the two. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-release-'))
  const releases = [join(folder, 'first'), join(folder, 'second')] as const
  const build = ['infra/release/main.ts', '--out']
  await promisify(execFile)(process.execPath, [...build, releases[0]])
  const elsewhere = join(folder, 'elsewhere')
  await mkdir(elsewhere)
  await layContext(elsewhere)
  const install = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', install, { cwd: elsewhere })
  const ownUmask = ['-c', 'umask 077 && exec "$0" "$@"', process.execPath]
  await promisify(execFile)('sh', [...ownUmask, ...build, releases[1]], {
    cwd: elsewhere,
    env: { ...process.env, TZ: 'Pacific/Apia', LC_ALL: 'C' },
  })
  provide('releases', releases)
  return () => rm(folder, { recursive: true })
}
