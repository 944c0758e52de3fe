import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nodeBinary, platformHere } from '#infra/release/node-binary.ts'
import type { Engine } from './engine.ts'

/** What a program in C++ needs of Debian: all that Node loads. */
const LIBRARIES = ['base-files', 'libc6', 'libgcc-s1', 'libstdc++6']
/** What `RUN` and npm need besides: a shell, `install` and `env`, with their libraries. */
const SHELL = ['dash', 'coreutils', 'libacl1', 'libattr1', 'libgmp10', 'libpcre2-8-0', 'libselinux1']

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

/**
 * Makes images that stand in for those that the Dockerfile is based on, from Debian's packages and Node of the lock
 * file: no test reaches the registries that have them.
 *
 * @param home an empty folder
 * @returns names of the two images, in the order of the Dockerfile
 */
export async function standIns({ docker }: Engine, home: string): Promise<readonly [string, string]> {
  const packages = join(home, 'packages')
  await mkdir(packages)
  await promisify(execFile)('apt-get', ['download', '--quiet', ...LIBRARIES, ...SHELL], { cwd: packages })
  const archives = await readdir(packages)
  const image = async (name: string, contents: readonly string[], folder: string, settings: string[]) => {
    for (const archive of archives.filter((file) => contents.includes(file.slice(0, file.indexOf('_')))))
      await promisify(execFile)('dpkg-deb', ['--extract', join(packages, archive), folder])
    await promisify(execFile)('tar', ['-C', folder, '-cf', `${folder}.tar`, '.'])
    const changes = settings.flatMap((setting) => ['--change', setting])
    await docker('import', ...changes, `${folder}.tar`, name)
  }

  const node = join(home, 'node')
  await layNode(node)
  const certificates = `ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}`
  await image('stand-in-node', [...LIBRARIES, ...SHELL], node, [`ENV PATH=${PATH}`, certificates])

  const cc = join(home, 'cc')
  await layUsers(cc)
  const asUser = [`USER ${NONROOT}`, 'WORKDIR /home/nonroot']
  await image('stand-in-cc', LIBRARIES, cc, [`ENV PATH=${PATH}`, ...asUser])
  return ['stand-in-node', 'stand-in-cc']
}

/** Node and npm where the official image has them, and the certificates that this machine trusts. */
async function layNode(folder: string): Promise<void> {
  const local = join(folder, 'usr/local')
  await mkdir(join(local, 'bin'), { recursive: true })
  await writeFile(join(local, 'bin/node'), await nodeBinary(platformHere()), { mode: 0o755 })
  const { stdout } = await promisify(execFile)('npm', ['root', '--global'])
  await cp(join(stdout.trim(), 'npm'), join(local, 'lib/node_modules/npm'), { recursive: true })
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'))
  await mkdir(join(folder, 'etc/ssl/certs'), { recursive: true })
  await cp(CERTIFICATES, join(folder, CERTIFICATES), { dereference: true })
}

/** User and group of the distroless images with the tag `nonroot`, and the mode of its home (their common/BUILD.bazel, August 2026). */
const NONROOT = 65532
const HOME_MODE = 0o700

async function layUsers(folder: string): Promise<void> {
  await mkdir(join(folder, 'etc'), { recursive: true })
  const lines = [
    'root:x:0:0:root:/root:/sbin/nologin',
    `nonroot:x:${NONROOT}:${NONROOT}:nonroot:/home/nonroot:/sbin/nologin`,
  ]
  await writeFile(join(folder, 'etc/passwd'), lines.map((line) => `${line}\n`).join(''))
  const home = join(folder, 'home/nonroot')
  await mkdir(home, { recursive: true })
  await chown(home, NONROOT, NONROOT)
  await chmod(home, HOME_MODE)
}
