import { bareDump, type ReadDump, readDump } from '#shared/analysis/read-dump.ts'

/** A text or profile as the analysis reads it, with what the input said of it. */
export async function readAs(
  bytes: string | Uint8Array,
  { source = '', at, isCut = false }: { source?: string; at?: number; isCut?: boolean } = {},
): Promise<ReadDump> {
  const read = await readDump({ ...bareDump(Buffer.from(bytes)), source, at, isCut })
  if ('reason' in read) throw new Error(read.detail)
  return read
}

/** One goroutine of a full dump. */
export const goroutineText = (
  id: number,
  state: string,
  frames: readonly string[],
  createdIn?: number,
): string => {
  const lines = frames.map(
    (frame) => `${frame.endsWith(')') ? frame : `${frame}()`}\n\t/src/main.go:9 +0x1d\n`,
  )
  const creator =
    createdIn === undefined ? '' : `created by main.start in goroutine ${createdIn}\n\t/src/main.go:8 +0x5a\n`
  return `goroutine ${id} [${state}]:\n${lines.join('')}${creator}\n`
}
