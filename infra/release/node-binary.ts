import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { ROOT } from './in-release.ts'

/** Platforms whose Node npm carries as a package. */
export const PLATFORMS = ['linux-x64', 'linux-arm64'] as const
export type Platform = (typeof PLATFORMS)[number]

/** @throws Error where nothing is released for this platform */
export function platformHere(): Platform {
  const here = `${process.platform}-${process.arch}`
  const known = PLATFORMS.find((each) => each === here)
  if (known === undefined) throw new Error(`there is no executable for ${here}: ${PLATFORMS.join(', ')}`)
  return known
}

/** Packages of other platforms, which npm does not install here. */
const CACHE = join(ROOT, 'node_modules/.cache/tidemark')

/**
 * Node for a platform, in the version of the lock file: as npm has installed it, else from the registry.
 *
 * @throws Error where the bytes are others than the lock file's
 */
export async function nodeBinary(platform: Platform): Promise<Uint8Array> {
  const name = `node-${platform}`
  const installed = join(ROOT, 'node_modules', name, 'bin/node')
  if (existsSync(installed)) return readFile(installed)
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'))
  const { version, integrity } = lock.packages[`node_modules/${name}`]
  const archive = await fetched(name, version)
  const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`
  if (found !== integrity)
    throw new Error(`${name} ${version} has the integrity ${found}, the lock file says ${integrity}`)
  const entries = await unpackTar(gunzipSync(archive), { filter: ({ name }) => name === 'package/bin/node' })
  const bytes = entries[0]?.data
  if (bytes === undefined) throw new Error(`${name} ${version} holds no bin/node`)
  return bytes
}

async function fetched(name: string, version: string): Promise<Uint8Array> {
  const path = join(CACHE, `${name}-${version}.tgz`)
  if (!existsSync(path)) {
    await mkdir(CACHE, { recursive: true })
    const pack = ['pack', '--silent', '--pack-destination', CACHE, `${name}@${version}`]
    await promisify(execFile)('npm', pack, { cwd: ROOT })
  }
  return readFile(path)
}
