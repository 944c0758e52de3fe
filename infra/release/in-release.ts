import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A thread is started in these words alone, so that its module can be found and bundled. */
const WORKER = /new URL\('\.\/([\w.-]+-worker)\.ts', import\.meta\.url\)/g

/** Modules of threads: name → path below the root. */
export const workers = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    globSync('{cli,functions,infra/local,shared}/**/*-worker.ts', { cwd: ROOT }).map((path) => [
      basename(path, '.ts'),
      path,
    ]),
  )

/** What comes with the program is built already, and threads start from JavaScript at the root of the program. */
export const inRelease: Plugin = {
  name: 'in-release',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/shipped-files\.ts$/ }, () => ({
      path: join(ROOT, 'infra/release/shipped-files.ts'),
    }))
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(WORKER, "new URL('./$1.mjs', import.meta.url)"),
      loader: 'ts',
    }))
  },
}
