import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import tidemark from '../../package.json' with { type: 'json' }
import { ROOT } from './in-release.ts'

/** The oldest Node with `node:sqlite` without a flag (Node 22.13). */
const NODE = '>=22.13'

const MANIFEST = {
  name: tidemark.name,
  version: tidemark.version,
  description: tidemark.description,
  license: tidemark.license,
  type: 'module',
  engines: { node: NODE },
  bin: { tidemark: 'tidemark.mjs' },
}

/**
 * Packs files into `tidemark-VERSION.tgz`, with manifest, licence and texts for people.
 *
 * @param files path → bytes
 * @returns name of the package's file
 */
export async function writePackage(
  files: ReadonlyMap<string, Uint8Array>,
  directory: string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-package-'))
  try {
    const texts = ['README.md', 'LICENSE', 'CHANGELOG.md']
    const all = new Map<string, Uint8Array | string>([
      ...files,
      ['package.json', JSON.stringify(MANIFEST, null, 2)],
      ...(await Promise.all(texts.map(async (name) => [name, await readFile(join(ROOT, name))] as const))),
    ])
    for (const [name, bytes] of all) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), bytes)
      // Not by writeFile, whose mode the umask of the machine changes.
      await chmod(join(folder, name), name === MANIFEST.bin.tidemark ? 0o755 : 0o644)
    }
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory]
    await promisify(execFile)('npm', pack, { cwd: folder })
    return `${MANIFEST.name}-${MANIFEST.version}.tgz`
  } finally {
    await rm(folder, { recursive: true })
  }
}
