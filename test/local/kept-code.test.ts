import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const MODULE = new URL('../../infra/local/kept-code.ts', import.meta.url)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-kept-code-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Starts a thread, after `before`. @returns the folders of compiled code: that of the process, that of the thread */
async function folders(before: string): Promise<unknown> {
  const program = `
    import module from 'node:module'
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    ${before}
    const { withKeptCode } = await import(${JSON.stringify(MODULE.href)})
    const thread = \`
      import module from 'node:module'
      import { parentPort } from 'node:worker_threads'
      parentPort.postMessage(module.getCompileCacheDir() ?? null)\`
    const [found] = await once(new Worker(thread, { eval: true, env: withKeptCode() }), 'message')
    console.log(JSON.stringify([module.getCompileCacheDir() ?? null, found]))`
  const env = { ...process.env, NODE_COMPILE_CACHE: '' }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env,
  })
  return JSON.parse(stdout)
}

test('a thread keeps its compiled code where its process does', async () => {
  const kept = expect.stringContaining(folder)
  const [process, thread] = (await folders(
    `module.enableCompileCache(${JSON.stringify(folder)})`,
  )) as unknown[]
  expect([process, thread]).toEqual([kept, process])
})

test('a thread keeps none where its process does not', async () => {
  expect(await folders('')).toEqual([null, null])
})
