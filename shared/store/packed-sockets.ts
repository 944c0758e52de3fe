import { PbfReader, PbfWriter } from 'pbf'
import type { SocketGroup } from '#shared/socket/grouped-sockets.ts'
import type { SocketState } from '#shared/socket/model.ts'
import type { Side } from '#shared/socket/side.ts'
import { expectEnd } from './packed-id.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * Groups of sockets in about 25 bytes each.
 *
 * ```
 * packed = version group*            each group with its length before it, the biggest first
 * group  = side state flags address port sockets [pid] [program] [oldest(s)]
 * side, state = index in SIDES, STATES; port is a string if NAMED_PORT is set
 * ```
 * All numbers are varints. A reader of another version refuses by naming it.
 */
const VERSION = 1
export const SOCKETS: PackedFormat = { name: 'packed sockets have', version: VERSION, upgrades: [] }

/** Positions are stored: only append. */
const SIDES: readonly Side[] = ['client', 'server', 'listening', 'unknown']
const STATES: readonly SocketState[] = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'BOUND_INACTIVE',
]

const OWN = 1
const FOREIGN = 2
const PID = 4
const PROGRAM = 8
const OLDEST = 16
const NAMED_PORT = 32

/** A row of DynamoDB holds 400 KB; some 2,500 groups fit, the smallest of more are left out. */
const MOST_BYTES = 65_536

/** @see VERSION for the layout; times are kept to the second. */
export function packGroups(groups: readonly SocketGroup[]): Uint8Array {
  const out = new PbfWriter()
  out.writeVarint(VERSION)
  for (const group of groups) {
    const bytes = groupBytes(group)
    if (out.pos + bytes.length <= MOST_BYTES) out.writeBytes(bytes)
  }
  return out.finish()
}

/** @throws Error that names the version, where the bytes are of a later one */
export function unpackGroups(bytes: Uint8Array): SocketGroup[] {
  const input = new PbfReader(upgraded(SOCKETS, bytes))
  input.readVarint()
  const groups: SocketGroup[] = []
  while (input.pos < input.length) groups.push(readGroup(new PbfReader(input.readBytes())))
  expectEnd(input)
  return groups
}

function groupBytes(group: SocketGroup): Uint8Array {
  const { side, endpoint, state, count, isOwn, pid, program, oldestOpenedAt } = group
  const out = new PbfWriter()
  out.writeVarint(SIDES.indexOf(side))
  out.writeVarint(STATES.indexOf(state))
  out.writeVarint(
    (isOwn === true ? OWN : 0) |
      (isOwn === false ? FOREIGN : 0) |
      (pid === undefined ? 0 : PID) |
      (program === undefined ? 0 : PROGRAM) |
      (oldestOpenedAt === undefined ? 0 : OLDEST) |
      (typeof endpoint.port === 'string' ? NAMED_PORT : 0),
  )
  writeText(out, endpoint.address)
  if (typeof endpoint.port === 'string') writeText(out, endpoint.port)
  else out.writeVarint(endpoint.port)
  out.writeVarint(count)
  if (pid !== undefined) out.writeVarint(pid)
  if (program !== undefined) writeText(out, program)
  if (oldestOpenedAt !== undefined) out.writeVarint(Math.floor(oldestOpenedAt / 1000))
  return out.finish()
}

function readGroup(input: PbfReader): SocketGroup {
  const side = known(SIDES, input.readVarint())
  const state = known(STATES, input.readVarint())
  const flags = input.readVarint()
  const address = readText(input)
  const port = flags & NAMED_PORT ? readText(input) : input.readVarint()
  const group = {
    side,
    endpoint: { address, port },
    state,
    count: input.readVarint(),
    isOwn: flags & OWN ? true : flags & FOREIGN ? false : undefined,
    pid: flags & PID ? input.readVarint() : undefined,
    program: flags & PROGRAM ? readText(input) : undefined,
    oldestOpenedAt: flags & OLDEST ? input.readVarint() * 1000 : undefined,
  }
  expectEnd(input)
  return group
}

// pbf 5.1.2 writes U+20000 as U+10000 (writeUtf8): text goes in as bytes
const writeText = (out: PbfWriter, text: string): void => out.writeBytes(Buffer.from(text))
const readText = (input: PbfReader): string => Buffer.from(input.readBytes()).toString()

function known<Word>(words: readonly Word[], index: number): Word {
  const word = words[index]
  if (word === undefined) throw new Error(`packed sockets name word ${index} of ${words.length}`)
  return word
}
