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
import { PLATFORMS, platformHere } from './node-binary.ts'
import { writePackage } from './package.ts'
import { executableFiles, programFiles } from './program.ts'

const LICENSES = 'THIRD-PARTY-LICENSES.txt'

/** Whose code is in the page besides ours. */
const PAGE_PACKAGES = ['node_modules/preact/', 'node_modules/uplot/']

/** Writes all that is released into an empty folder. */
async function release(directory: string): Promise<void> {
  const files = await filesOf()
  await writeFile(join(directory, LICENSES), files.get(LICENSES) ?? '')
  const written = [LICENSES, await writePackage(files, directory)]
  const blob = await executableBlob(new Map([...files, ...(await executableFiles())]))
  for (const platform of PLATFORMS) {
    const name = `tidemark-${platform}`
    await writeExecutable(platform, blob, join(directory, name))
    written.push(name)
  }
  const sums = await Promise.all(written.toSorted().map((name) => sumOf(directory, name)))
  await writeFile(join(directory, 'SHA256SUMS'), sums.join(''))
  process.stdout.write(sums.join(''))
}

/** Writes one executable, for the platform that this is, as an image holds it. */
async function releaseHere(directory: string): Promise<void> {
  const blob = await executableBlob(new Map([...(await filesOf()), ...(await executableFiles())]))
  await writeExecutable(platformHere(), blob, join(directory, 'tidemark'))
}

/** Program, page, incident and licences: path → bytes. */
async function filesOf(): Promise<FolderFiles> {
  const { files, inputs } = await programFiles()
  const licenses = await licensesOf([...Object.keys(inputs), ...PAGE_PACKAGES])
  return new Map([
    ...files,
    ...under('page', await bundlePage()),
    ...under('incident', await incidentFiles()),
    [LICENSES, Buffer.from(licenses)],
  ])
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
  options: { out: { type: 'string', default: join(ROOT, 'release') }, here: { type: 'boolean' } },
})
const directory = resolve(values.out)
await rm(directory, { recursive: true, force: true })
await mkdir(directory, { recursive: true })
await (values.here === true ? releaseHere : release)(directory)
