import { bareDump, type ReadDump, readDump } from '#shared/analysis/read-dump.ts'

/** A goroutine of a dump of debug=2. */
export const goroutine = (
  id: number,
  frames: readonly string[],
  { state = 'chan receive', go = 'main.serve' } = {},
) =>
  [
    `goroutine ${id} [${state}]:`,
    ...frames.flatMap((frame) => [`${frame}()`, `\t/src/${frame.split(/[./]/).at(-1)}.go:10 +0x1d`]),
    `created by ${go} in goroutine 1`,
    '\t/src/serve.go:20 +0x1d',
    '',
  ].join('\n')

export const dumpOf = (...goroutines: readonly string[]): string => `${goroutines.join('\n')}\n`

export async function read(text: string): Promise<ReadDump> {
  const reading = await readDump({ ...bareDump(new TextEncoder().encode(text)), hasIds: true })
  if ('reason' in reading) throw new Error(reading.detail)
  return reading
}
