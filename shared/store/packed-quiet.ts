import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { QuietStack, QuietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import { type PackedFormat, upgraded } from './packed-version.ts'

/**
 * ```
 * packed = version(1 byte) deflated JSON {counts, stacks}
 * ```
 */
const VERSION = 1
export const QUIET: PackedFormat = { name: 'packed quiet stacks have', version: VERSION, upgrades: [] }

/** A row of DynamoDB holds 400 KB and costs a unit for each; of longer stacks the last are left out. */
const MOST_BYTES = 96 * 1024

/** @see VERSION for the layout. The same stacks give the same bytes. */
export function packQuiet({ counts, stacks }: QuietStacks): Uint8Array {
  let bytes = 0
  const fitting: QuietStack[] = []
  for (const stack of stacks) {
    bytes += Buffer.byteLength(JSON.stringify(stack)) + 1
    if (bytes > MOST_BYTES) break
    fitting.push(stack)
  }
  const json = JSON.stringify({ counts, stacks: fitting })
  return Buffer.concat([Uint8Array.of(VERSION), deflateRawSync(json)])
}

/** @throws Error that names the version, where the bytes are of a later one */
export function unpackQuiet(packed: Uint8Array): QuietStacks {
  return JSON.parse(inflateRawSync(upgraded(QUIET, packed).subarray(1)).toString())
}
