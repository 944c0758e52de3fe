import { analyzeDump, type DumpAnalysis } from '#shared/analysis/analyze-dump.ts'
import { patched, settingsOf } from '#shared/settings/settings.ts'
import { analysisText } from '../analysis-text.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { intendedOf } from '../intended-stacks.ts'
import { readOperand } from '../operand.ts'
import { readSettings } from '../settings-file.ts'
import { readSocketFiles } from '../socket-files.ts'

export const analyze: Command = {
  name: 'analyze',
  summary:
    'Read dumps, without a server: stacks, waits, twins, known causes, and what one dump cannot prove.',
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
    json: { type: 'boolean', help: 'print one JSON document a file, a line each' },
  },
  examples: [
    'tidemark analyze goroutine.debug2.txt',
    'curl -s http://127.0.0.1:6060/debug/pprof/goroutine?debug=2 | tidemark analyze -',
    'tidemark analyze --sockets lsof.txt --sockets proc-fd.txt goroutine.debug2.txt',
    `echo '{"intended": [{"any": "main.pump", "atMost": 8}]}' | tidemark analyze --settings - goroutine.debug2.txt`,
  ],
  async run({ values, positionals }, { out, colour, now }) {
    if (positionals.length === 0) throw new UsageError('name at least one file, or - for stdin')
    const top = Number(values.top ?? 10)
    if (!Number.isInteger(top) || top < 1)
      throw new UsageError(`--top must be a whole number above 0, got ${values.top}`)
    const files = Array.isArray(values.sockets) ? values.sockets : []
    if ([...positionals, ...files, values.settings].filter((file) => file === '-').length > 1)
      throw new UsageError('- is stdin, which holds one thing: name files for the others')
    const beside = {
      sockets: files.length === 0 ? undefined : await readSocketFiles(files, now()),
      ...(typeof values.settings === 'string' ? await settingsIn(values.settings) : {}),
    }
    for (const file of positionals) {
      const analysis = await analyzeFile(file, beside)
      out(
        values.json === true
          ? JSON.stringify({ file, ...analysis })
          : analysisText(file, analysis, top, colour),
      )
    }
    return 0
  },
}

/** What the settings of a service say of a dump. @throws Failure */
async function settingsIn(file: string) {
  const { ownCode, intended } = settingsOf(patched({}, await readSettings(file)))
  return { ownCode, intended: intendedOf(intended) }
}

async function analyzeFile(file: string, beside: Parameters<typeof analyzeDump>[1]): Promise<DumpAnalysis> {
  const analysis = await analyzeDump(await readOperand(file), beside)
  if ('reason' in analysis) throw new Failure(`${file} is refused (${analysis.reason}): ${analysis.detail}`)
  return analysis
}
