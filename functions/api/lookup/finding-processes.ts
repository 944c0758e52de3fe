import type { Finding } from '#shared/finding/finding.ts'
import { mostIn, releasesShowing, type Showing, showingOf } from '#shared/finding/showing.ts'
import { pointsOf } from '#shared/history/points.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { HOUR, iso, isoOrNull, MINUTE } from '#shared/time.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import type { ApiDeps } from '../api-deps.ts'
import { stacksOf } from './finding-stacks.ts'

/** Lives and releases of one answer, and points of a life: a small picture has no room for more. */
const MOST_LIVES = 60
const MOST_RELEASES = 20
const MOST_POINTS = 60

/** Which processes and releases show a leak, and which do not. */
export async function processesOf(deps: ApiDeps, tenant: string, finding: Finding) {
  const now = deps.now()
  const { lives } = await readLives(deps, tenant, finding.service, { from: undefined, to: now + HOUR, now })
  const ids = await stacksOf(deps, tenant, finding, lives)
  const shown = showingOf(asOf(finding.verdict, now), ids, lives, now)
  const listed = shown.slice(0, MOST_LIVES)
  const begin = Math.min(...listed.map(({ life }) => life.times[0] ?? now))
  // One step for all, so that their points can be laid over one another.
  const step = Math.max(MINUTE, Math.ceil((now + 1 - begin) / MOST_POINTS / MINUTE) * MINUTE)
  return {
    processes: listed.map((one) => processJson(one, step)),
    hidden: shown.length - listed.length,
    releases: releasesShowing(shown)
      .slice(0, MOST_RELEASES)
      .map(({ from, to, ...release }) => ({ ...release, from: iso(from), to: iso(to) })),
  }
}

function processJson(showing: Showing, step: number) {
  const { life, counts, isRunning, shows, rose, hours } = showing
  const { process, times } = life
  return {
    process: process.id,
    instance: process.instance,
    version: process.version ?? null,
    startedAt: isoOrNull(process.startedAt),
    from: iso(times[0] ?? 0),
    to: iso(times.at(-1) ?? 0),
    isRunning,
    shows,
    goroutines: counts.last.at(-1) ?? 0,
    most: mostIn(showing),
    rose,
    hours,
    points: pointsOf(times, counts, step).map(({ at, last }) => ({ at: iso(at), count: last })),
  }
}
