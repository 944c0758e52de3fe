import { type BuildOptions, build, type Metafile } from 'esbuild'
import type { FolderFiles } from '../local/folder-files.ts'
import { inRelease, ROOT, workers } from './in-release.ts'

/** What was bundled, and from which files. */
export interface Program {
  readonly files: FolderFiles
  readonly inputs: Metafile['inputs']
}

const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: 'release',
  bundle: true,
  minify: true,
  // Names of errors are printed.
  keepNames: true,
  platform: 'node',
  target: 'node22.13',
  // The ES modules of the SDK are a third smaller than its CommonJS.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
} as const satisfies BuildOptions

/** `tidemark.mjs`, each thread, and the parts that they load when they need them. */
export const programFiles = (): Promise<Program> =>
  bundled({
    ...OPTIONS,
    entryPoints: { tidemark: 'cli/main.ts', ...workers() },
    format: 'esm',
    splitting: true,
    // Beside the program: addresses that are relative to a module stay right.
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    // CommonJS parts of dependencies call `require`, which a module does not have.
    banner: { js: 'const require=process.getBuiltinModule;' },
    plugins: [inRelease],
  })

/** What an executable needs besides: where it begins, and its own kind of threads. */
export async function executableFiles(): Promise<FolderFiles> {
  const script = await bundled({
    ...OPTIONS,
    entryPoints: ['infra/release/executable-main.ts'],
    format: 'cjs',
  })
  const threads = await bundled({
    ...OPTIONS,
    entryPoints: ['infra/release/executable-worker.ts'],
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  })
  return new Map([...script.files, ...threads.files])
}

async function bundled(options: BuildOptions & { metafile: true; write: false }): Promise<Program> {
  const { outputFiles, metafile } = await build(options)
  const names = Object.keys(metafile.outputs)
  const files = outputFiles.map(
    ({ contents }, i) => [names[i]?.replace(/^release\//, '') ?? '', contents] as const,
  )
  return { files: new Map(files), inputs: metafile.inputs }
}
