import { readFile, writeFile } from 'node:fs/promises'
import { comparisonOf, type PlayedFleet } from './comparison.ts'
import type { Fleet } from './fleet.ts'
import { jobsOf, markdownOf } from './markdown.ts'
import type { Outcome } from './play-job.ts'
import { SENDERS, type Senders } from './senders.ts'

const PAGE = new URL('../../docs/cost.md', import.meta.url)
const BEGIN = '<!-- made by npm run scale -- --write -->'
const END = '<!-- end of what npm run scale makes -->'

/** The fleets of the page, and how each is played. */
const FLEETS: readonly (readonly [Omit<Fleet, 'senders'>, readonly Senders[]])[] = [
  [{ processes: 1_000, services: 50, signatures: 60 }, ['single']],
  [{ processes: 10_000, services: 500, signatures: 60 }, SENDERS],
  [{ processes: 100_000, services: 10_000, signatures: 60 }, SENDERS],
  [{ processes: 100_000, services: 1, signatures: 60 }, ['process']],
]

/** Plays the fleets of docs/cost.md and writes what they take into it. */
export async function writeCostPage(play: (fleet: Fleet) => Promise<Outcome[]>): Promise<void> {
  const parts: string[] = []
  for (const [size, ways] of FLEETS) {
    const seen: PlayedFleet[] = []
    parts.push(`### ${titleOf(size)}`)
    for (const senders of ways) {
      const fleet = { ...size, senders }
      const outcomes = await play(fleet)
      seen.push({ fleet, outcomes })
      parts.push(ways.length > 1 ? jobsOf(fleet, outcomes) : markdownOf(fleet, outcomes))
    }
    if (ways.length > 1) parts.push(comparisonOf(seen))
  }
  const text = await readFile(PAGE, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`docs/cost.md lacks the lines ${BEGIN} and ${END}`)
  await writeFile(
    PAGE,
    `${text.slice(0, begin + BEGIN.length)}\n\n${parts.join('\n\n')}\n\n${text.slice(end)}`,
  )
}

const titleOf = ({ processes, services }: Omit<Fleet, 'senders'>): string =>
  `${processes.toLocaleString('en')} processes in ${services === 1 ? 'one service' : `${services.toLocaleString('en')} services`}`
