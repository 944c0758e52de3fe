import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './in-release.ts'

/** Licences of the packages that bundled files come from, with their names and versions, each package once. */
export async function licensesOf(files: readonly string[]): Promise<string> {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  )
  const texts = await Promise.all([...folders].toSorted().map(licenseOf))
  return [...new Set(texts)].join(`\n${'-'.repeat(80)}\n\n`)
}

async function licenseOf(folder: string): Promise<string> {
  const read = (name: string): Promise<string> => readFile(join(ROOT, folder, name), 'utf8')
  const { name, version, license } = JSON.parse(await read('package.json'))
  const [file] = globSync('{LICEN[SC]E,licen[sc]e}*', { cwd: join(ROOT, folder) }).toSorted()
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : await read(file)}`
}
