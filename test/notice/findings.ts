import { CATALOGUE } from '#shared/cause/catalogue.ts'
import type { Finding, Transition } from '#shared/finding/finding.ts'
import { HOUR } from '#shared/time.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

/** A Monday morning: when everything is found where a test does not say another. */
export const FOUND = Date.UTC(2026, 8, 7, 6)

/** An `http.Transport` for each request: entry 2 of the catalogue. */
const TRANSPORT = CATALOGUE.find(({ id }) => id === '2')

interface FindingFacts extends Partial<Omit<Finding, 'verdict' | 'history'>> {
  readonly verdict?: Partial<Verdict>
  /** The program's own frame of its stack, such as nobody expects. */
  readonly named?: string
  /** Behind the first one; `from` is the state before unless it is said. */
  readonly after?: readonly (Pick<Transition, 'to' | 'reason'> & Partial<Transition>)[]
}

/** A probable leak of `checkout`, found on Monday at six, with what came after. */
export function findingOf({ verdict = {}, named, after = [], ...facts }: FindingFacts = {}): Finding {
  const { id = '1111111111111111', service = 'checkout', firstFound = FOUND } = facts
  const tier = verdict.tier ?? 'probable'
  const history: Transition[] = [{ at: firstFound, from: undefined, to: 'new', reason: `found as ${tier}` }]
  for (const [i, step] of after.entries())
    history.push({ at: firstFound + (i + 1) * HOUR, from: history.at(-1)?.to, ...step })
  const told = verdictOn([id], {
    tier,
    version: 'v1.4.2',
    since: Date.UTC(2026, 8, 1),
    cause: TRANSPORT,
    ...verdict,
  })
  return {
    id,
    service,
    state: history.at(-1)?.to ?? 'new',
    ratePerHour: 5,
    firstFound,
    lastGrew: firstFound,
    grewIn: [],
    decision: undefined,
    assignee: undefined,
    version: history.length,
    ...facts,
    history,
    verdict: {
      ...told,
      ...(named === undefined ? {} : { members: [{ ...told.members[0], ownCode: named }], cause: undefined }),
    },
  }
}
