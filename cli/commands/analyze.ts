import { analyzeRead, type DumpAnalysis } from '#shared/analysis/analyze-dump.ts'
import { processAnalysis } from '#shared/analysis/analyze-input.ts'
import { type ProcessDumps, processesOf } from '#shared/analysis/processes.ts'
import type { Beside } from '#shared/analysis/stack-analysis.ts'
import { patched, settingsOf } from '#shared/settings/settings.ts'
import { analysisText } from '../analysis-text.ts'
import { type Command, type Terminal, UsageError } from '../command.ts'
import { comparisonText } from '../comparison-text.ts'
import { type FileDump, readFiles, tellRefused } from '../file-dumps.ts'
import { intendedOf } from '../intended-stacks.ts'
import { readSettings } from '../settings-file.ts'
import { readSocketFiles } from '../socket-files.ts'

export const analyze: Command = {
  name: 'analyze',
  summary:
    'Read dumps, without a server: stacks, waits, who holds what, known causes, and what grew between several.',
  usage: 'tidemark analyze [--top N] [--sockets FILE]… [--settings FILE] [--json] FILE…',
  options: {
    top: { type: 'string', help: 'stacks to show of each dump (default: 10)' },
    sockets: {
      type: 'string',
      multiple: true,
      help: 'sockets of the same process: netstat -antp, ss -tanp, lsof, /proc/net/tcp, ls -l /proc/PID/fd; may be repeated',
    },
    settings: {
      type: 'string',
      help: 'JSON as PATCH /v1/services/{s} takes it; intended and ownCode count here',
    },
    json: {
      type: 'boolean',
      help: 'print one JSON document a dump, a line each, the newest last; of several one more that compares them',
    },
  },
  examples: [
    'tidemark analyze goroutine.debug2.txt',
    'tidemark analyze before.txt after.txt',
    'kubectl logs shop-7 | tidemark analyze -',
    'tidemark analyze --sockets lsof.txt --sockets proc-fd.txt goroutine.debug2.txt',
    `echo '{"intended": [{"any": "main.pump", "atMost": 8}]}' | tidemark analyze --settings - goroutine.debug2.txt`,
  ],
  async run({ values, positionals }, terminal) {
    if (positionals.length === 0) throw new UsageError('name at least one file, or - for stdin')
    const top = Number(values.top ?? 10)
    if (!Number.isInteger(top) || top < 1)
      throw new UsageError(`--top must be a whole number above 0, got ${values.top}`)
    const tables = Array.isArray(values.sockets) ? values.sockets : []
    if ([...positionals, ...tables, values.settings].filter((file) => file === '-').length > 1)
      throw new UsageError('- is stdin, which holds one thing: name files for the others')
    const sockets = tables.length === 0 ? undefined : await readSocketFiles(tables, terminal.now())
    const { ownCode, intended } = typeof values.settings === 'string' ? await settingsIn(values.settings) : {}
    const files = await readFiles(positionals, terminal.now(), { ownCode })
    const { read } = files
    const beside = { sockets, intended }
    if (values.json === true) printJson(read, beside, terminal)
    else if (read.length > 0) terminal.out(textOf(read, beside, top, terminal.colour))
    tellRefused(files, terminal.note)
    return 0
  },
}

/** What the settings of a service say of a dump. @throws Failure */
async function settingsIn(file: string) {
  const { ownCode, intended } = settingsOf(patched({}, await readSettings(file)))
  return { ownCode, intended: intendedOf(intended) }
}

/** A dump with the file that it is from. */
const analysed = (dump: FileDump, beside: Beside): { file: string } & DumpAnalysis => ({
  file: dump.file,
  ...analyzeRead(dump, beside),
})

/** A line a dump, those of one process together and the newest last; of several one more line that compares them. */
function printJson(read: readonly FileDump[], beside: Beside, { out }: Terminal): void {
  const processes = processesOf(read)
  for (const { dumps } of processes)
    for (const dump of dumps) out(JSON.stringify(analysed(dump as FileDump, beside)))
  if (read.length < 2) return
  const compared = processes.map(processAnalysis)
  const comparison = compared.find((process) => process.comparison !== null)?.comparison ?? null
  out(JSON.stringify({ comparison, processes: compared }))
}

/** The newest dump of each process, and below it what became of the process since its first one. */
function textOf(read: readonly FileDump[], beside: Beside, top: number, colour: boolean): string {
  const processes = processesOf(read)
  const several =
    processes.length > 1 && read.length > processes.length
      ? [`${read.length} dumps of ${processes.length} processes.`]
      : []
  return [...several, ...processes.flatMap((process) => processText(process, beside, top, colour))].join(
    '\n\n',
  )
}

function processText(process: ProcessDumps, beside: Beside, top: number, colour: boolean): string[] {
  const newest = process.dumps.at(-1) as FileDump | undefined
  if (newest === undefined) return []
  const { comparison } = processAnalysis(process)
  const { file, ...analysis } = analysed(newest, beside)
  return [
    analysisText(file, analysis, top, colour, comparison !== null),
    ...(comparison === null
      ? []
      : [
          `The newest of ${process.dumps.length} dumps of one process is shown above.`,
          comparisonText(comparison, top, colour),
        ]),
  ]
}
