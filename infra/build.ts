import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { ENV } from '#functions/env.ts'
import { bundlePage } from './page-bundle.ts'
import { trimSdk } from './trim-sdk.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** One folder a function: what `Code.fromAsset` takes. */
export const BUNDLES = join(ROOT, 'dist/functions')

/** CommonJS parts of the SDK call `require`, which a module does not have. */
const BANNER =
  "import{createRequire as tidemarkRequire}from'node:module';const require=tidemarkRequire(import.meta.url);"

/**
 * Makes `dist/functions/<name>/index.mjs` of every `functions/<name>/lambda.ts`, and the page beside the API's. Sizes in
 * bytes, by name.
 */
export async function buildFunctions(outdir = BUNDLES): Promise<ReadonlyMap<string, number>> {
  const names = Object.keys(ENV)
  await rm(outdir, { recursive: true, force: true })
  await Promise.all(names.map((name) => bundle(name, join(outdir, name))))
  const page = await writePage(join(outdir, 'api/page'))
  const sizes = names.map(async (name) => [name, (await stat(join(outdir, name, 'index.mjs'))).size] as const)
  return new Map([...(await Promise.all(sizes)), ['page', page]])
}

/** What is needed at the start goes into `index.mjs`, what is imported where it is needed into files beside it. */
async function bundle(name: string, outdir: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: { index: `functions/${name}/lambda.ts` },
    outdir,
    splitting: true,
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The ES modules of the SDK are a third smaller than its CommonJS.
    mainFields: ['module', 'main'],
    plugins: [trimSdk],
    banner: { js: BANNER },
    logLevel: 'warning',
  })
}

/** @returns bytes of all its files */
async function writePage(folder: string): Promise<number> {
  const files = [...(await bundlePage())]
  await mkdir(folder, { recursive: true })
  await Promise.all(files.map(([name, bytes]) => writeFile(join(folder, name), bytes)))
  return files.reduce((sum, [, bytes]) => sum + bytes.length, 0)
}

if (import.meta.main) {
  for (const [name, size] of await buildFunctions()) console.log(`${name}: ${(size / 1024).toFixed(0)} KB`)
}
