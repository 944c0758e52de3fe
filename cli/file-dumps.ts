import { type ReadDump, type ReadWith, readDump } from '#shared/analysis/read-dump.ts'
import type { InputRefusal } from '#shared/input/input-refusal.ts'
import { plain } from '#shared/notice/plain.ts'
import { readInputs } from './inputs.ts'

/** A dump with the name of the file that holds it. */
export interface FileDump extends ReadDump {
  readonly file: string
}

/** What files hold: dumps in the order of the files, and a sentence for each part that is refused. */
export interface FileDumps {
  readonly read: readonly FileDump[]
  readonly refused: readonly string[]
}

/** Reads every dump of the files. The source of a dump is named after its file where there are several. @throws Failure */
export async function readFiles(files: readonly string[], how: ReadWith): Promise<FileDumps> {
  const read: FileDump[] = []
  const refused: string[] = []
  for (const { file, dumps, refusals } of await readInputs(files)) {
    refused.push(...refusals.map((refusal) => refusalText(file, refusal)))
    for (const dump of dumps) {
      const source = files.length === 1 ? dump.source : [file, dump.source].filter(Boolean).join(': ')
      const one = await readDump({ ...dump, source }, how)
      if ('reason' in one) refused.push(refusalText(file, { source: dump.source, line: 0, ...one }))
      else read.push({ ...one, file })
    }
  }
  return { read, refused }
}

/** Example output: `app.log is refused (unknown-format): line 12: tabs were lost: …`. */
export function refusalText(file: string, { source, line, reason, detail }: InputRefusal): string {
  const where = [...(source === '' ? [] : [source]), ...(line > 0 ? [`line ${line}`] : [])]
  return plain(`${file} is refused (${reason}): ${[...where, detail].join(': ')}`)
}
