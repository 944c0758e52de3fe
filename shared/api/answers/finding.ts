import * as v from 'valibot'
import { count, instant, pageOf, perHour, states } from './common.ts'
import { figures, most, Processes, Seen } from './figures.ts'
import { quietReason } from './quiet.ts'

const id = v.pipe(v.string(), v.description('<signature>@<service>'))
const Tier = v.picklist(['proven', 'probable', 'suspect', 'watch'])
const State = v.picklist(['new', 'ongoing', 'escalating', 'resolved', 'regressed', 'archived', 'intended'])

const water = v.pipe(
  v.array(count),
  v.description('Low-water marks of the life that speaks for the leak, oldest first'),
)

const summary = {
  id,
  service: v.string(),
  state: State,
  signatures: v.pipe(v.array(v.string()), v.description('Of all its stacks, also under their former names')),
  tier: Tier,
  headline: v.string(),
  cause: v.nullable(v.object({ id: v.string(), title: v.string(), fix: v.string() })),
  ...figures,
  place: v.pipe(
    v.string(),
    v.description("The program's own frame nearest to the leaf, or what the go statement started"),
  ),
  growsNow: v.boolean(),
  hoursToLimit: v.nullable(v.number()),
  water,
  firstFound: instant,
  changedAt: v.pipe(instant, v.description('When it came into its state')),
  assignee: v.nullable(v.string()),
  owners: v.pipe(
    v.array(v.string()),
    v.description('By the rules of the tenant and the settings of the service'),
  ),
}
export const FindingPage = pageOf(v.object(summary))

const Member = v.object({
  signature: v.string(),
  stack: v.array(v.string()),
  ownCode: v.exactOptional(v.string()),
  entry: v.exactOptional(v.string()),
  creator: v.exactOptional(v.string()),
  count,
  stacks: v.pipe(count, v.description('More than one for a family, which shares its entry function')),
  rate: v.pipe(
    v.object({ perHour, low95: perHour, high95: perHour }),
    v.description('The same of this stack alone'),
  ),
  states,
  formerly: v.exactOptional(
    v.pipe(
      v.array(v.string()),
      v.description('Signatures under which programs built by an older Go showed the same goroutines'),
    ),
  ),
})

const Rule = v.object({
  id: v.pipe(v.string(), v.description('A heading of docs/verdicts.md')),
  title: v.pipe(v.string(), v.description('What it found, in words')),
  fired: v.boolean(),
  figures: v.pipe(
    v.record(v.string(), v.nullable(v.number())),
    v.description('The numbers that decided; null where one has no end'),
  ),
  says: v.string(),
})

const Cause = v.object({
  id: v.string(),
  group: v.picklist(['http', 'database', 'rpc', 'system', 'shape', 'housekeeping']),
  class: v.picklist(['leak', 'background', 'capacity', 'transient']),
  title: v.string(),
  why: v.string(),
  fix: v.string(),
  snippet: v.exactOptional(v.object({ before: v.string(), after: v.string() })),
  links: v.array(v.string()),
})

const Verdict = v.object({
  tier: Tier,
  probability: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(1),
    v.description('That it is a leak, by all arguments together'),
  ),
  arguments: v.pipe(
    v.array(v.object({ id: v.string(), value: v.number(), points: v.number(), says: v.string() })),
    v.description('What was weighed, the heaviest first; points add up to the natural logarithm of the odds'),
  ),
  seen: Seen,
  count: v.pipe(count, v.description('Goroutines now: all stacks, all processes that run')),
  most,
  neverFell: v.boolean(),
  low95: perHour,
  high95: perHour,
  lastHeard: v.pipe(instant, v.description('Newest snapshot that was looked at')),
  members: v.pipe(
    v.array(Member),
    v.minLength(1),
    v.description('The one that names the leak, then its twins'),
  ),
  perHour,
  since: instant,
  version: v.exactOptional(v.string()),
  processes: Processes,
  lives: v.object({ growing: count, of: count }),
  rules: v.array(Rule),
  settle: v.pipe(
    v.nullable(v.object({ says: v.string(), command: v.string() })),
    v.description('What would settle a suspicion that grows, as a command for a shell'),
  ),
  cause: v.exactOptional(Cause),
  ambiguity: v.exactOptional(
    v.pipe(
      v.object({ candidates: v.array(Cause), tellApart: v.string() }),
      v.description('The causes that it may be, where what was seen does not decide, and what would'),
    ),
  ),
  growsNow: v.boolean(),
  growsIn: v.pipe(v.array(v.string()), v.description('Versions of the processes that run now and grow')),
  healed: v.exactOptional(v.object({ version: v.exactOptional(v.string()), at: instant, hours: v.number() })),
  limit: v.exactOptional(
    v.object({
      what: v.string(),
      limit: count,
      hours: v.number(),
      soonest: v.number(),
      latest: v.nullable(v.number()),
    }),
  ),
  water,
  explain: v.string(),
})

export const Finding = v.object({
  ...summary,
  explain: v.string(),
  verdict: Verdict,
  until: v.pipe(
    v.nullable(
      v.union([
        v.literal('forever'),
        v.object({ date: instant }),
        v.object({ perHour }),
        v.object({ versionOtherThan: v.array(v.string()) }),
      ]),
    ),
    v.description('What brings back one that is archived, or resolved in the next version'),
  ),
  grewIn: v.pipe(v.array(v.string()), v.description('Versions that it was seen growing in')),
  history: v.array(
    v.object({
      at: instant,
      from: v.exactOptional(State),
      to: State,
      reason: v.string(),
      by: v.pipe(v.nullable(v.string()), v.description('Name of the token; null: the judge')),
      comment: v.exactOptional(v.string()),
    }),
  ),
  revision: v.pipe(count, v.description('Grows by one with every change')),
})

const line = v.nullable(
  v.object({
    place: v.pipe(v.string(), v.description('file:line')),
    url: v.pipe(v.nullable(v.string()), v.description('The page of the line in its forge')),
  }),
)

/** The answer to `GET /v1/findings/{id}/evidence`: what the newest dumps and socket tables tell. */
export const FindingEvidence = v.object({
  waits: v.pipe(
    v.nullable(
      v.object({
        process: v.string(),
        at: instant,
        bins: v.array(v.object({ from: count, to: v.exactOptional(count), count })),
      }),
    ),
    v.description('Minutes of waiting in the newest debug=2 dump of the last two hours'),
  ),
  dumps: v.pipe(
    v.array(
      v.object({
        process: v.string(),
        at: instant,
        count,
        distinct: count,
        youngest: count,
        median: count,
        oldest: count,
      }),
    ),
    v.description('Minutes of waiting in the newest debug=2 dump of each process, at most 20'),
  ),
  labels: v.object({ goroutines: count, keys: v.array(v.object({ key: v.string(), count })) }),
  sockets: v.array(
    v.object({
      process: v.string(),
      at: instant,
      sockets: count,
      groups: v.array(
        v.object({
          side: v.string(),
          endpoint: v.string(),
          state: v.string(),
          count,
          oldest: v.nullable(instant),
        }),
      ),
    }),
  ),
  source: v.pipe(
    v.nullable(
      v.object({
        process: v.string(),
        at: instant,
        version: v.nullable(v.string()),
        telling: line,
        go: line,
        otherLines: count,
        otherGoLines: count,
        frames: v.array(line),
      }),
    ),
    v.description(
      'Lines of source in the newest profile of the last two hours that has the stack, of most of its goroutines: of the frame that says most, of the go statement, of each frame',
    ),
  ),
})

/** The answer to `GET /v1/findings/{id}/fix`. */
export const FindingFix = v.object({
  answer: v.picklist(['yes', 'no', 'not-yet']),
  version: v.string(),
  processes: v.pipe(count, v.description('Processes of the version that were watched')),
  running: count,
  processHours: v.number(),
  expected: v.pipe(v.number(), v.description('Goroutines that the leak would have added at its old rate')),
  rose: v.pipe(v.number(), v.description('Goroutines by which the low water rose')),
  chance: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(1),
    v.description('That a leak at the old rate would have added so few; a fix is sure at 0.01'),
  ),
  sureAt: v.pipe(v.nullable(instant), v.description('When it will be sure if nothing more rises')),
  at: instant,
  says: v.string(),
})

const side = {
  processes: v.pipe(count, v.description('Instances')),
  leaking: v.pipe(count, v.description('Those of them that show the leak')),
  hours: v.pipe(v.number(), v.description('Watched, all processes together')),
  rose: v.pipe(
    v.number(),
    v.description('Goroutines by which the low water of the processes rose, added up'),
  ),
}
const Side = v.object(side)

/** The answer to `GET /v1/findings/{id}/processes`. */
export const FindingProcesses = v.object({
  processes: v.pipe(
    v.array(
      v.object({
        process: v.string(),
        instance: v.string(),
        version: v.nullable(v.string()),
        startedAt: v.nullable(instant),
        from: instant,
        to: instant,
        isRunning: v.boolean(),
        shows: v.pipe(
          v.picklist(['leak', 'none', 'too-early']),
          v.description(
            'leak: it grows according to the judge or, where that has not said, rose at half the rate of the leak or more; too-early: at that rate no goroutine would have come yet',
          ),
        ),
        goroutines: v.pipe(count, v.description('Last count, of all stacks of the finding')),
        most: count,
        rose: v.number(),
        hours: v.number(),
        points: v.pipe(v.array(v.object({ at: instant, count })), v.description('At most 60')),
      }),
    ),
    v.description('Lives, those that leak first; at most 60'),
  ),
  hidden: v.pipe(count, v.description('Lives that are left out')),
  releases: v.pipe(
    v.array(
      v.object({
        version: v.string(),
        from: instant,
        to: instant,
        ...side,
        before: v.pipe(Side, v.description('Lives that began before the release')),
        since: v.pipe(Side, v.description('Lives that began since')),
      }),
    ),
    v.description('The newest 20'),
  ),
})

/** The answer to `GET /v1/findings/{id}/story`. */
export const FindingStory = v.object({
  chapters: v.pipe(
    v.array(
      v.object({
        at: instant,
        about: v.union([v.picklist(['began', 'fixed']), State]),
        says: v.string(),
        by: v.pipe(v.nullable(v.string()), v.description('Name of the token; null: the judge')),
        comment: v.exactOptional(v.string()),
        told: v.pipe(
          v.array(v.string()),
          v.description(
            'Names of the webhooks that were told of it in the last 30 days; topic: the SNS topic',
          ),
        ),
      }),
    ),
    v.description('From when it began to grow, the oldest first'),
  ),
})

/** The answer to `GET /v1/findings/{id}/issue`. */
export const FindingIssue = v.object({
  title: v.string(),
  markdown: v.string(),
  newIssue: v.pipe(
    v.nullable(v.string()),
    v.description('The form of a new issue in the repository of the service, filled in'),
  ),
})

const NonFinding = v.object({
  signature: v.string(),
  stack: v.array(v.string()),
  ownCode: v.exactOptional(v.string()),
  entry: v.exactOptional(v.string()),
  verdict: quietReason,
  why: v.string(),
})

export const Judgement = v.object({
  service: v.string(),
  closedHours: count,
  changedFindings: count,
  verdicts: v.array(Verdict),
  others: v.array(NonFinding),
})
export const JudgingBegun = v.object({ service: v.string(), judging: v.literal(true) })
