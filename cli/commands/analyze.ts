import { analyzeDump, type DumpAnalysis } from '../analysis.ts'
import { analysisText } from '../analysis-text.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { readOperand } from '../operand.ts'

export const analyze: Command = {
  name: 'analyze',
  summary:
    'Read dumps, without a server: stacks, waits, twins, known causes, and what one dump cannot prove.',
  usage: 'tidemark analyze [--top N] [--json] FILE…',
  options: {
    top: { type: 'string', help: 'stacks to show of each dump (default: 10)' },
    json: { type: 'boolean', help: 'print one JSON document a file, a line each' },
  },
  examples: [
    'tidemark analyze goroutine.debug2.txt',
    'curl -s http://127.0.0.1:6060/debug/pprof/goroutine?debug=2 | tidemark analyze -',
  ],
  async run({ values, positionals }, { out, colour }) {
    if (positionals.length === 0) throw new UsageError('name at least one file, or - for stdin')
    const top = Number(values.top ?? 10)
    if (!Number.isInteger(top) || top < 1)
      throw new UsageError(`--top must be a whole number above 0, got ${values.top}`)
    for (const file of positionals) {
      const analysis = await analyzeFile(file)
      out(
        values.json === true
          ? JSON.stringify({ file, ...analysis })
          : analysisText(file, analysis, top, colour),
      )
    }
    return 0
  },
}

async function analyzeFile(file: string): Promise<DumpAnalysis> {
  const analysis = await analyzeDump(await readOperand(file))
  if ('reason' in analysis) throw new Failure(`${file} is refused (${analysis.reason}): ${analysis.detail}`)
  return analysis
}
