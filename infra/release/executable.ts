import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { FolderFiles } from '../local/folder-files.ts'
import { ROOT } from './in-release.ts'
import { nodeBinary, type Platform } from './node-binary.ts'

const MAIN = 'executable-main.js'
/** Where Node looks for its program, and the mark that says that there is one (Node 24, "Single executable applications"). */
const RESOURCE = 'NODE_SEA_BLOB'
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

const POSTJECT = join(ROOT, 'node_modules/postject/dist/cli.js')

/**
 * What Node needs to run a program: its script and its assets, in Node's own form. It has no machine code, so it is the
 * same for every platform.
 *
 * @param files name → bytes: all are assets, the script too, which its threads start with
 */
export async function executableBlob(files: FolderFiles): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-executable-'))
  try {
    for (const [name, bytes] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), bytes)
    }
    const assets = Object.fromEntries([...files.keys()].map((name) => [name, name]))
    const config = { main: MAIN, output: 'blob', disableExperimentalSEAWarning: true, assets }
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    await promisify(execFile)(process.execPath, ['--experimental-sea-config', 'config.json'], { cwd: folder })
    return await readFile(join(folder, 'blob'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Writes Node with the program in it. */
export async function writeExecutable(platform: Platform, blob: Uint8Array, path: string): Promise<void> {
  await writeFile(path, await nodeBinary(platform))
  const blobPath = `${path}.blob`
  await writeFile(blobPath, blob)
  const inject = [POSTJECT, path, RESOURCE, blobPath, '--sentinel-fuse', FUSE]
  await promisify(execFile)(process.execPath, inject)
  await rm(blobPath)
  await chmod(path, 0o755)
}
