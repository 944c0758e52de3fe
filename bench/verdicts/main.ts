import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { figuresOf } from './figures.ts'
import { missedGoals, missedLeads } from './gate.ts'
import { optionsOf } from './options.ts'
import { sections } from './report/markdown.ts'
import { writeReport } from './report/write.ts'
import { judgeSeconds, LARGE } from './speed.ts'

/**
 * Proves that verdicts are right: `npm run verdicts [-- --series DIR --detail --json --quick --no-gate]`.
 * Ends with 1 where the battery misses a goal, or a baseline is as good at one of its thresholds.
 */
const options = optionsOf(process.argv.slice(2))
const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const log = (text: string): void => (options.json ? console.error : console.log)(`${text}\n`)

const cores = cpus()
const head = [
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cores.length} × ${cores[0]?.model ?? 'unknown CPU'}.`,
]
log(head.join('\n'))

const beside = here('../shared/data/series')
const known = existsSync(beside) ? beside : here('test/fixtures/series')
const folders = options.series.length > 0 || options.quick ? options.series : [known]
const figures = await figuresOf(options, folders, cores.length)
const seconds = options.quick ? undefined : judgeSeconds(LARGE)
if (seconds !== undefined) {
  const { processes, hours, signatures } = LARGE
  head.push(
    `One judgement of ${processes.toLocaleString('en')} processes × ${hours / 24} days by the hour × ${signatures} signatures, one in ten moving, on one core: ${seconds.toFixed(1)} s.`,
  )
}

for (const section of sections(figures, options.detail)) log(section)
for (const line of head.slice(1)) log(line)
if (!options.quick) await writeReport(here('docs/verdicts'), figures, head)
const { battery, contests, recorded, recordedContests } = figures
const missed = [
  ...missedGoals(battery[0]),
  ...missedLeads(battery[0], contests, 'the battery'),
  ...missedLeads(recorded[0], recordedContests, 'recorded programs'),
]
for (const sentence of missed) log(`Missed: ${sentence}.`)
if (options.json) {
  const { seeds } = figures
  console.log(JSON.stringify({ head, seeds, battery, contests, recorded, recordedContests, seconds, missed }))
}
process.exitCode = options.gate && missed.length > 0 ? 1 : 0
