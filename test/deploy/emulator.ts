import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { freePort } from '#test/support/free-port.ts'
import { run } from './run.ts'
import { eventually } from './step.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url))

/** An AWS in one process of this machine. */
export interface Emulator {
  readonly url: string
  /** What an AWS client needs to reach it, and no more. */
  readonly env: Readonly<Record<string, string>>
  log(): Promise<string>
  stop(): Promise<void>
}

/** Python with the emulator and the linter, in this folder. @throws Error where Python or openssl is missing */
export async function install(folder: string): Promise<void> {
  for (const [program, ...args] of [
    ['python3', '-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'],
    ['openssl', 'version'],
  ] as const) {
    await run(program, args).catch((cause) => {
      throw new Error(
        `the deployment test needs python3 of 3.10 or newer with venv, and openssl; ${program} fails`,
        {
          cause,
        },
      )
    })
  }
  const bin = join(folder, 'bin')
  await run('python3', ['-m', 'venv', folder])
  await run(join(bin, 'pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    REQUIREMENTS,
  ])
}

/** @param bin where the emulator is installed */
export async function startEmulator(work: string, bin: string): Promise<Emulator> {
  const port = await freePort()
  const url = `https://127.0.0.1:${port}`
  // Function wrappers are CommonJS: their folder must lie under no package.json of modules.
  const tmp = join(work, 'tmp')
  await mkdir(tmp)
  const certificate = join(tmp, 'ministack-tls/server.crt')
  const log = await open(join(work, 'emulator.log'), 'w')
  const path = `${join(ROOT, 'node_modules/.bin')}:/usr/bin:/bin`
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const child = spawn(join(bin, 'ministack'), {
    cwd: work,
    // Functions inherit its whole environment: nothing of ours may be in it.
    env: {
      HOME: work,
      TMPDIR: tmp,
      PATH: path,
      ...keys,
      BIND_HOST: '127.0.0.1',
      // Stands in the domain name of an API, and of an address no URL could be made.
      MINISTACK_HOST: 'localhost',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      LOG_LEVEL: 'WARNING',
      // Roles may do what the template grants, and nobody anything without TLS.
      AUTH: 'true',
      USE_SSL: '1',
    },
    stdio: ['ignore', log.fd, log.fd],
  })
  const stop = () => end(child).finally(() => log.close())
  try {
    await eventually('the certificate of the emulator', 30, () =>
      readFile(certificate, 'utf8').catch(() => undefined),
    )
    setDefaultCACertificates([...getCACertificates('default'), await readFile(certificate, 'utf8')])
    await eventually('the emulator', 30, async () => {
      const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined)
      return answer?.ok ? true : undefined
    })
  } catch (error) {
    await stop()
    throw error
  }
  const env = {
    ...keys,
    HOME: work,
    PATH: path,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CA_BUNDLE: certificate,
    NODE_EXTRA_CA_CERTS: certificate,
    CDK_HOME: join(work, 'cdk-home'),
    CI: 'true',
  }
  return { url, env, log: () => readFile(join(work, 'emulator.log'), 'utf8'), stop }
}

/** SIGTERM, and SIGKILL for one that a function holds up. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const kill = setTimeout(() => child.kill('SIGKILL'), 10_000)
  child.kill('SIGTERM')
  await once(child, 'exit')
  clearTimeout(kill)
}
