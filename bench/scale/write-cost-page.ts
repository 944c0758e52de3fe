import { readFile, writeFile } from 'node:fs/promises'
import type { Fleet } from './fleet.ts'
import { markdownOf } from './markdown.ts'
import type { Outcome } from './play-job.ts'

const PAGE = new URL('../../docs/cost.md', import.meta.url)
const BEGIN = '<!-- made by npm run scale -- --write -->'
const END = '<!-- end of what npm run scale makes -->'

/** The fleets of the page. */
const FLEETS: readonly Fleet[] = [
  { processes: 1_000, services: 50, signatures: 60 },
  { processes: 10_000, services: 500, signatures: 60 },
  { processes: 100_000, services: 10_000, signatures: 60 },
  { processes: 100_000, services: 1, signatures: 60 },
]

/** Plays the fleets of docs/cost.md and writes what they take into it. */
export async function writeCostPage(play: (fleet: Fleet) => Promise<Outcome[]>): Promise<void> {
  const text = await readFile(PAGE, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`docs/cost.md lacks the lines ${BEGIN} and ${END}`)
  const parts: string[] = []
  for (const fleet of FLEETS) parts.push(`### ${titleOf(fleet)}\n\n${markdownOf(fleet, await play(fleet))}`)
  await writeFile(
    PAGE,
    `${text.slice(0, begin + BEGIN.length)}\n\n${parts.join('\n\n')}\n\n${text.slice(end)}`,
  )
}

const titleOf = ({ processes, services }: Fleet): string =>
  `${processes.toLocaleString('en')} processes in ${services === 1 ? 'one service' : `${services.toLocaleString('en')} services`}`
