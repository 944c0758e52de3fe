import type { Member } from '../model/verdict.ts'
import { grouped, spelt } from '../model/words.ts'

/** Parts of a ratio that is easily read, and how far its numbers may be from whole ones. */
const MOST_PART = 9
const INEXACT = 0.1

/**
 * The stacks of a leak, with the ratio of their counts where these differ: `two stacks`, `three stacks (3 : 1 : 1)`,
 * `two stacks (120 and 17)`.
 */
export function stacksText(members: readonly Pick<Member, 'count'>[]): string {
  const counts = members.map(({ count }) => count)
  const stacks = `${spelt(members.length)} stacks`
  const ratio = ratioOf(counts)
  if (ratio?.every((part) => part === 1) === true) return stacks
  return `${stacks} (${ratio?.join(' : ') ?? listed(counts.map(grouped))})`
}

/** Small whole numbers in the ratio of the counts; undefined where there are none. */
function ratioOf(counts: readonly number[]): number[] | undefined {
  const least = Math.min(...counts)
  if (counts.every((count) => count === 0)) return counts.map(() => 1)
  if (least <= 0) return undefined
  const parts = counts.map((count) => Math.round(count / least))
  const isNear = counts.every(
    (count, i) => Math.abs(count / least - (parts[i] as number)) <= INEXACT * (parts[i] as number),
  )
  return isNear && parts.every((part) => part <= MOST_PART) ? parts : undefined
}

/** `a, b and c` */
const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
