import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const UI = join(ROOT, 'ui')

/** Name below `/assets/` → bytes; `index.html` is the page itself. */
export type PageFiles = ReadonlyMap<string, Uint8Array>

/** Makes the page in memory. Each name holds a hash of its content, so that browsers may keep it for ever. */
export async function bundlePage(): Promise<PageFiles> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['ui/main.tsx', 'ui/theme.css', 'ui/icon.svg'],
    outdir: 'assets',
    entryNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    minify: true,
    format: 'esm',
    // What Chromium, Firefox and Safari have known since 2024.
    target: ['chrome125', 'firefox126', 'safari18'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  })
  const names = new Map(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint, inputs }]) => {
      const source = entryPoint ?? Object.keys(inputs)[0]
      return source === undefined
        ? []
        : [[source.replace(/^ui\//, ''), path.replace(/^assets\//, '')] as const]
    }),
  )
  const html = (await readFile(join(UI, 'index.html'), 'utf8')).replaceAll(
    /(?<=")\.\/([\w.]+)(?=")/g,
    (_, source: string) => `/assets/${names.get(source)}`,
  )
  return new Map([
    ['index.html', new TextEncoder().encode(html)],
    ...outputFiles.map(({ path, contents }) => [path.slice(path.lastIndexOf('/') + 1), contents] as const),
  ])
}
