import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { FolderFiles } from '../local/folder-files.ts'
import { incidentFiles } from '../local/shipped-files.ts'
import { bundlePage } from '../page-bundle.ts'
import { executableBlob, writeExecutable } from './executable.ts'
import { ROOT } from './in-release.ts'
import { licensesOf } from './licenses.ts'
import { PLATFORMS, type Platform } from './node-binary.ts'
import { writePackage } from './package.ts'
import { executableFiles, programFiles } from './program.ts'

const LICENSES = 'THIRD-PARTY-LICENSES.txt'

/** Whose code is in the page besides ours. */
const PAGE_PACKAGES = ['node_modules/preact/', 'node_modules/uplot/']

/** Builds all that is released, for `npm run release [-- [--out FOLDER] [--platform PLATFORM]…]`. */
async function release(directory: string, platforms: readonly Platform[]): Promise<void> {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const assets = [...under('page', await bundlePage()), ...under('incident', await incidentFiles())]
  const { files, inputs } = await programFiles()
  const licenses = Buffer.from(await licensesOf([...Object.keys(inputs), ...PAGE_PACKAGES]))
  const all = new Map([...files, ...assets, [LICENSES, licenses]])
  await writeFile(join(directory, LICENSES), licenses)
  const written = [LICENSES, await writePackage(all, directory)]
  if (platforms.length > 0) {
    const blob = await executableBlob(new Map([...all, ...(await executableFiles())]))
    for (const platform of platforms) written.push(await writeExecutable(platform, blob, directory))
  }
  const sums = await Promise.all(written.toSorted().map((name) => sumOf(directory, name)))
  await writeFile(join(directory, 'SHA256SUMS'), sums.join(''))
  process.stdout.write(sums.join(''))
}

const under = (folder: string, files: FolderFiles): (readonly [string, Uint8Array])[] =>
  [...files].map(([name, bytes]) => [`${folder}/${name}`, bytes] as const)

/** A line as `sha256sum` writes it. */
async function sumOf(directory: string, name: string): Promise<string> {
  return `${createHash('sha256')
    .update(await readFile(join(directory, name)))
    .digest('hex')}  ${name}\n`
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(ROOT, 'release') },
    platform: { type: 'string', multiple: true, default: [...PLATFORMS] },
  },
})
await release(
  resolve(values.out),
  PLATFORMS.filter((each) => values.platform.includes(each)),
)
