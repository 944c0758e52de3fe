import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Ended, ended, type Settings, start } from './cli.ts'

/** A local stack in a process of its own. */
export interface Served {
  /** First line of stdout. */
  readonly firstLine: string
  readonly url: string
  readonly token: string
  readonly data: string
  /** Ends it and tells how it ended. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
  /** A request with the admin's token. */
  send(path: string, init?: RequestInit): Promise<Response>
  read(path: string): Promise<unknown>
  /** Its clock, to the second: what is pushed is dated by it. */
  now(): Promise<number>
}

/**
 * Starts `tidemark serve` on any free port and waits until it listens.
 *
 * @param home its data lies in `data` there
 */
export async function serve(
  home: string,
  options: readonly string[] = [],
  settings: Settings = {},
): Promise<Served> {
  const data = join(home, 'data')
  const child = start(['serve', '--data', data, '--port', '0', ...options], home, settings)
  const { firstLine, url, end } = await listening(child)
  const token = (await readFile(join(data, 'admin-token'), 'utf8')).trim()
  const send = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  return {
    firstLine,
    url,
    token,
    data,
    send,
    read: async (path) => (await send(path)).json(),
    now: async () => Date.parse((await send('/healthz')).headers.get('date') ?? ''),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return end
    },
  }
}

/** Waits until a `tidemark serve` that was started listens. */
export async function listening(
  child: ChildProcess,
): Promise<{ readonly firstLine: string; readonly url: string; readonly end: Promise<Ended> }> {
  const end = ended(child)
  const { stdout } = child
  if (stdout === null) throw new Error('serve was started without pipes')
  const [firstLine = '']: string[] = await Promise.race([
    once(createInterface(stdout), 'line'),
    end.then(({ code, stderr }) => {
      throw new Error(`serve ended with ${code}: ${stderr}`)
    }),
  ])
  return { firstLine, url: /http:\S+$/.exec(firstLine)?.[0] ?? '', end }
}
