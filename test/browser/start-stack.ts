import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { leakingStack, type Stack } from './leaking-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A local stack with the recorded incident in it. */
    readonly stack: Stack
  }
}

/** One stack for all tests of the page. */
export default async function startStack({ provide }: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'tidemark-page-'))
  const { url, token, stop } = await leakingStack(home)
  provide('stack', { url, token })
  return async () => {
    await stop()
    await rm(home, { recursive: true, force: true })
  }
}
