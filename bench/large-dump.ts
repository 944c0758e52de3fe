import { readFile } from 'node:fs/promises'
import { UPLOAD_BYTES } from '#shared/ingest/upload.ts'
import { DUMP } from './inputs.ts'

/** Of the 16,000 that are taken. */
export const MANY_STACKS = 15_000

/** Goroutines of a real program, one text each. */
export const recordedBlocks = async (): Promise<string[]> =>
  (await readFile(DUMP, 'latin1')).trimEnd().split('\n\n')

/** The same, each below one of `MANY_STACKS` functions of its own. */
export async function manyStacks(): Promise<string[]> {
  const blocks = await recordedBlocks()
  return Array.from({ length: MANY_STACKS }, (_, i) =>
    (blocks[i % blocks.length] ?? '').replace('\n', `\nmain.stack${i}()\n\t/app/main.go:1\n`),
  )
}

/** Goroutines of a dump over and over, each with an id of its own. @param most bytes; the size that the runtime cuts at */
export function dumpOf(blocks: readonly string[], most = UPLOAD_BYTES): Buffer<ArrayBuffer> {
  const dump = Buffer.alloc(most)
  let end = 0
  for (let id = 1; ; id++) {
    const block = blocks[id % blocks.length]?.replace(/^goroutine \d+/, `goroutine ${id}`) ?? ''
    const bytes = Buffer.from(`${block}\n\n`, 'latin1')
    if (end + bytes.length > dump.length) return dump.subarray(0, end)
    end += bytes.copy(dump, end)
  }
}
