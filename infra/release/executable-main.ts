/**
 * Where the executable begins, and each of its threads: takes the modules of the program from the assets, as Node
 * would from a disk. An executable can hold one script only.
 */

import { createRequire, registerHooks } from 'node:module'
import { getAsset } from 'node:sea'
import { isMainThread } from 'node:worker_threads'

/** Assets have addresses of files, below one that is no folder. */
const ASSETS = 'file:///proc/self/exe/'
const THREADS = `${ASSETS}executable-worker.mjs`

registerHooks({
  resolve: (specifier, context, next) => {
    const from = context.parentURL ?? ''
    const url =
      specifier.startsWith('.') && from.startsWith(ASSETS) ? new URL(specifier, from).href : specifier
    if (url.startsWith(ASSETS)) return { url, format: 'module', shortCircuit: true }
    const isThreads = specifier === 'node:worker_threads' && from.startsWith(ASSETS) && from !== THREADS
    return isThreads ? { url: THREADS, format: 'module', shortCircuit: true } : next(specifier, context)
  },
  load: (url, context, next) =>
    url.startsWith(ASSETS)
      ? { source: getAsset(url.slice(ASSETS.length), 'utf8'), format: 'module', shortCircuit: true }
      : next(url, context),
})

// A thread is told its module by `executable-worker.ts`.
createRequire(process.execPath)(isMainThread ? `${ASSETS}tidemark.mjs` : (process.argv[2] ?? ''))
