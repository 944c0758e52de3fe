import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Programs that build and run an image without a daemon; Debian's packages have their names. */
export const PROGRAMS = ['podman', 'runc'] as const

/** An engine of containers whose images, containers and volumes nobody else sees. */
export interface Engine {
  /** @returns what it prints. @throws Error with what it complains of */
  docker(...args: readonly string[]): Promise<string>
  /** Runs lines of a shell in which `docker` is this engine, up to the first that fails. */
  shell(lines: string): Promise<string>
}

/**
 * An engine over podman, which understands the commands of docker. Its containers have a network of their own that
 * leads nowhere, so that they listen on the very port of the image.
 *
 * @param home an empty folder for all that it keeps
 */
export async function engine(home: string): Promise<Engine> {
  const bin = join(home, 'bin')
  const store = ['--root', join(home, 'store'), '--runroot', join(home, 'run'), '--storage-driver', 'vfs']
  await mkdir(bin)
  await writeFile(join(bin, 'docker'), `#!/bin/sh\nexec podman ${store.join(' ')} "$@"\n`)
  await chmod(join(bin, 'docker'), 0o755)
  await writeFile(join(home, 'containers.conf'), await settings())
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    CONTAINERS_CONF: join(home, 'containers.conf'),
  }
  const run = async (program: string, args: readonly string[]) =>
    (await promisify(execFile)(program, args, { env, cwd: home, maxBuffer: MOST_OUTPUT })).stdout
  return {
    docker: (...args) => run('docker', args),
    shell: (lines) => run('sh', ['-ec', lines]),
  }
}

/** Bytes: npm prints each package that it warns of. */
const MOST_OUTPUT = 16 * 1024 * 1024

/** Limits that are not raised over those of this process, which may not do it; no systemd and no journal. */
async function settings(): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -Hn'])
  const files = stdout.trim() === 'unlimited' ? '1048576' : stdout.trim()
  return `[containers]
default_ulimits = ["nofile=${files}:${files}", "nproc=4096:4096"]
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
runtime = "runc"
`
}
