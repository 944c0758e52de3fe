import type { Finding } from '#shared/finding/finding.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'

/** Owners that get series of their own, four at most each. A Prometheus keeps them for as long as it keeps anything. */
const MOST_OWNERS = 100
/** Who stands for all the others, and for none. */
const OTHERS = 'others'
const NOBODY = ''

/** One series: the open findings of an owner. One of two owners counts for both. */
interface OwnerSeries {
  readonly owner: string
  readonly tier: Tier
  readonly findings: number
}

/**
 * Open findings by owner and tier, bounded in number: of more owners than that the first by name have their own series,
 * since which ones these are must not change with every finding.
 */
export function ownerSeries(
  findings: readonly Finding[],
  ownersOf: (finding: Finding) => readonly string[],
): OwnerSeries[] {
  const owned = findings.map((finding) => {
    const owners = ownersOf(finding)
    return { tier: finding.verdict.tier, owners: owners.length === 0 ? [NOBODY] : owners }
  })
  const names = [...new Set(owned.flatMap(({ owners }) => owners))].sort()
  const own = new Set(names.slice(0, MOST_OWNERS))
  const series = new Map<string, OwnerSeries>()
  for (const { tier, owners } of owned)
    for (const owner of new Set(owners.map((name) => (own.has(name) ? name : OTHERS)))) {
      const key = `${tier} ${owner}`
      series.set(key, { owner, tier, findings: (series.get(key)?.findings ?? 0) + 1 })
    }
  return [...series.values()]
}
