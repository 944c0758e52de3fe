/** Which process is a target on this machine, since when does it run, and which version is it? Linux only. */

import { readdir, readFile, readlink } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { readSocketTable } from '#shared/socket/detect.ts'
import { readVersion } from './build-info.ts'

/** One life of a process. */
export interface Life {
  readonly pid: number
  /** Clock ticks from boot to its start: tells two processes with one pid apart. */
  readonly ticks: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly version: string | undefined
}

/** Ticks a second in /proc, on all machines that Go serves on (Linux USER_HZ; proc_pid_stat(5), sysconf(_SC_CLK_TCK)). */
const TICKS = 100
/** Fields of /proc/PID/stat after the name, which may hold blanks and brackets itself; the state is the third. */
const START_TIME = 22 - 3

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** The address is of this machine, or of the network namespace that this process shares. */
export function isHere({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return LOOPBACK.test(hostname) || own.some(({ address }) => address === bare)
}

/** Clock ticks from boot to the start of a process; undefined where there is no such process. */
export async function startTicks(proc: string, pid: number): Promise<number | undefined> {
  const stat = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[START_TIME] ?? Number.NaN)
  return Number.isSafeInteger(ticks) ? ticks : undefined
}

/** The life of a process; undefined where there is none, or /proc does not tell. */
export async function lifeOf(proc: string, pid: number): Promise<Life | undefined> {
  const ticks = await startTicks(proc, pid)
  const stat = await readFile(join(proc, 'stat'), 'utf8').catch(() => '')
  const [, boot] = /^btime (\d+)$/m.exec(stat) ?? []
  if (ticks === undefined || boot === undefined) return undefined
  const startedAt = 1_000 * Number(boot) + Math.round((1_000 * ticks) / TICKS)
  return { pid, ticks, startedAt, version: await readVersion(join(proc, String(pid), 'exe')) }
}

/**
 * The process that listens on a port. Of several that hold the socket the youngest: the others have handed it on.
 *
 * Needs the right to read /proc/PID/fd: the same user, or CAP_SYS_PTRACE.
 */
export async function listenerOf(proc: string, port: number): Promise<number | undefined> {
  const sockets = await listening(proc, port)
  if (sockets.size === 0) return undefined
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
  let youngest: { readonly pid: number; readonly ticks: number } | undefined
  for (const pid of pids) {
    if (!(await holdsOne(proc, pid, sockets))) continue
    const ticks = (await startTicks(proc, pid)) ?? 0
    if (youngest === undefined || ticks > youngest.ticks) youngest = { pid, ticks }
  }
  return youngest?.pid
}

/** Links of the sockets that listen on a port: `socket:[27729]`. */
async function listening(proc: string, port: number): Promise<Set<string>> {
  const tables = ['tcp', 'tcp6'].map((name) => readFile(join(proc, 'net', name)).catch(() => undefined))
  const rows = (await Promise.all(tables)).flatMap((bytes) => {
    if (bytes === undefined) return []
    const reading = readSocketTable(bytes, { now: 0, tool: 'proc-net-tcp' })
    return reading.answer === 'recognised' ? reading.table.rows : []
  })
  const own = rows.filter(({ state, local }) => state === 'LISTEN' && local.port === port)
  return new Set(own.flatMap(({ inode }) => (inode === undefined ? [] : [`socket:[${inode}]`])))
}

async function holdsOne(proc: string, pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = join(proc, String(pid), 'fd')
  for (const fd of await readdir(folder).catch(() => [])) {
    if (sockets.has(await readlink(join(folder, fd)).catch(() => ''))) return true
  }
  return false
}
