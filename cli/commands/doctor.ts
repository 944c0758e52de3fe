import type { Diagnosis } from '#infra/local/doctor.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { dataFolder, isUnreadable } from '../data-folder.ts'
import { DEFAULT_DATA } from '../server.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check all of a data folder, rebuild what is damaged from the profiles, and name what is lost.',
  usage: 'tidemark doctor [--data DIR] [--json]',
  options: {
    data: { type: 'string', help: `data folder (default: ${DEFAULT_DATA})` },
    json: { type: 'boolean', help: 'print JSON' },
  },
  examples: ['tidemark doctor', 'tidemark doctor --data /var/lib/tidemark --json'],
  async run({ values, positionals }, { out, progress, now }) {
    if (positionals.length > 0) throw new UsageError(`doctor takes no operand, got ${positionals.join(' ')}`)
    const directory = dataFolder(values)
    const { diagnose } = await import('#infra/local/doctor.ts')
    const diagnosis = await diagnose(directory, now, (count) =>
      progress.show(count, count, 'rows and objects'),
    ).catch((error: unknown) => {
      throw unreadable(error, directory)
    })
    progress.clear()
    if (values.json === true) out(JSON.stringify(diagnosis, null, 2))
    else for (const line of linesOf(diagnosis)) out(line)
    const { pages, damaged, dead, isMended } = diagnosis
    const isWell = pages.length === 0 && damaged.length === 0
    return dead.length > 0 || !(isWell || (isMended && damaged.every(({ lost }) => lost === undefined)))
      ? 1
      : 0
  },
}

const unreadable = (error: unknown, directory: string): unknown =>
  isUnreadable(error)
    ? new Failure(
        `the database in ${directory} cannot be read at all (${(error as Error).message}): put a backup in its place (docs/runbook.md, Local)`,
      )
    : error

function* linesOf({ rows, objects, isMended, pages, damaged, dead }: Diagnosis): Generator<string> {
  yield `${counted(rows, 'row')} and ${counted(objects, 'object')} checked`
  for (const line of pages) yield `pages of the file: ${line}`
  if (pages.length > 0 && isMended)
    yield 'what could be read is in a new file; the broken one stays beside it, with .damaged in its name'
  for (const { what, key, found, queued, lost } of damaged) {
    yield `damaged ${what} ${key}: ${found}`
    if (queued > 0) yield `  rebuilt of ${counted(queued, 'profile')}`
    if (lost !== undefined) yield `  lost: ${lost}`
  }
  for (const { key, cause } of dead) yield `not indexed: ${key}: ${cause ?? 'unknown'}`
  if (dead.length > 0) yield 'tidemark redrive tries these again'
  if (!isMended && damaged.length > 0)
    yield 'a server has the folder: it mends what it comes upon; or stop it and run this again'
  if (damaged.length === 0 && pages.length === 0) yield 'nothing is damaged'
}
