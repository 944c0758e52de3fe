import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders of two releases of this checkout. */
    readonly releases: readonly [string, string]
  }
}

/** Builds all that is released, twice. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-release-'))
  const releases = [join(folder, 'first'), join(folder, 'second')] as const
  for (const out of releases)
    await promisify(execFile)(process.execPath, ['infra/release/main.ts', '--out', out])
  provide('releases', releases)
  return () => rm(folder, { recursive: true })
}
