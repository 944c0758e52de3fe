import * as v from 'valibot'
import { TOOLS } from '#shared/socket/model.ts'
import { type Reason, Rejection } from './reason.ts'

/** Shapes of what comes in by query string. Every member is text; each schema makes values of it. */

export const instant = v.pipe(
  v.string('must be text'),
  v.isoTimestamp('must be RFC 3339, such as 2026-09-07T05:00:00Z'),
  v.check(dayExists, 'must be a date that exists'),
  v.transform((text) => Date.parse(text)),
  v.number('must be a date that exists'),
  v.finite('must be a date that exists'),
)

const page = { limit: v.optional(wholeNumber(1, 1_000), '100'), cursor: v.optional(v.string()) }
const range = { from: v.optional(instant), to: v.optional(instant) }

/** `Date.parse` makes the 2nd of March of a 30th of February. */
function dayExists(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

function wholeNumber(least: number, most: number) {
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`),
    v.transform(Number),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  )
}

/** `POST /v1/profiles`; labels come as `label.K=V` beside these. Names are checked where they are admitted. */
export const PushQuery = v.object({
  service: v.optional(v.string(), ''),
  instance: v.optional(v.string(), ''),
  start: v.optional(instant),
  version: v.optional(v.string()),
  at: v.optional(instant),
  type: v.optional(v.picklist(['goroutine', 'goroutineleak'], 'must be goroutine or goroutineleak')),
})

/** `POST /v1/batches`: how the body is laid out. */
export const BatchQuery = v.object({
  version: v.optional(v.literal('1', 'must be 1, the only version that this server reads'), '1'),
})

/** `POST /v1/uploads`: a push that is announced, with the size and content type that the bucket is to insist on. */
export const UploadQuery = v.object({
  ...PushQuery.entries,
  bytes: v.pipe(v.string('is missing: add bytes=SIZE'), wholeNumber(1, 999_999_999)),
  contentType: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(100, 'must have at most 100 characters'),
      v.regex(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w-]+)*$/, 'must be a media type, such as text/plain'),
    ),
    'application/octet-stream',
  ),
})

/** `GET /v1/findings/{id}/fix` */
export const FixQuery = v.object({
  version: v.optional(v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters'))),
})

/** `POST /v1/sockets`; without `tool` the text tells. */
export const SocketsQuery = v.object({
  service: v.optional(v.string(), ''),
  instance: v.optional(v.string(), ''),
  start: v.optional(instant),
  version: v.optional(v.string()),
  at: v.optional(instant),
  tool: v.optional(v.picklist(TOOLS, `must be one of ${TOOLS.join(', ')}`)),
})

export const PageQuery = v.object(page)
/** `POST /v1/reindex`; without `service` all of the tenant, without `day` all days. */
export const ReindexQuery = v.object({
  ...page,
  day: v.optional(v.pipe(v.string(), v.isoDate('must be a day, such as 2026-09-07'))),
  service: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty'))),
})
export const ProfilesQuery = v.object({ ...page, ...range, process: v.optional(v.string()) })

const trim = v.optional(v.literal('runtime', 'must be runtime'))

/** `GET /v1/services/{s}/profiles/{id}.…` */
export const ExportQuery = v.object({ trim })

/** `GET /v1/services/{s}/merge.…`; without `at` it is now. */
export const MergeQuery = v.object({ at: v.optional(instant), process: v.optional(v.string()), trim })

/** One profile by its id, 23 digits of base32hex (shared/store/keys.ts), or all processes at an instant. */
const moment = v.union([
  v.pipe(
    v.string(),
    v.regex(/^[0-9a-v]{23}$/, 'must be the id of a profile, or an instant such as 2026-09-07T05:00:00Z'),
  ),
  instant,
])

/** `GET /v1/services/{s}/diff.pb.gz`; without `target` it is now. */
export const DiffQuery = v.object({
  base: moment,
  target: v.optional(moment),
  process: v.optional(v.string()),
  trim,
})

/** `GET /v1/services/{s}/flame.json`: a difference where there is a base. */
export const FlameQuery = v.object({
  at: v.optional(instant),
  base: v.optional(moment),
  target: v.optional(moment),
  process: v.optional(v.string()),
  /** The base is of this process, so that two instances can be compared. */
  baseProcess: v.optional(v.string()),
  by: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:process|version|label\..{1,200})$/su, 'must be process, version or label.KEY'),
    ),
  ),
  trim,
})

export const SignaturesQuery = v.object({
  ...page,
  ...range,
  sort: v.optional(v.picklist(['count', 'growth'], 'must be count or growth'), 'count'),
})

export const SeriesQuery = v.object({
  ...range,
  /** Seconds a point. */
  step: v.optional(wholeNumber(60, 86_400), '300'),
  process: v.optional(v.string()),
  /** Only the processes with the most of it. */
  top: v.optional(wholeNumber(1, 1_000)),
  /** Where the fitted line begins. */
  since: v.optional(instant),
  /** Processes that never had it, too, as zeros: after a fix the line goes on. */
  absent: v.optional(v.literal('zero', 'must be zero')),
})

/** `GET /v1/services/{s}/signatures/{id}/strata` */
export const StrataQuery = v.object({ process: v.optional(v.string()) })

/** `GET /v1/services/{s}/total`: blocks of closed days have a slot an hour. */
export const TotalQuery = v.object({ ...range, step: v.optional(wholeNumber(3_600, 86_400), '3600') })

/** `GET /v1/search` */
export const SearchQuery = v.object({
  q: v.pipe(
    v.string('is missing: add q=TEXT'),
    v.trim(),
    v.nonEmpty('is missing: add q=TEXT'),
    v.maxLength(200, 'must have at most 200 characters'),
  ),
})

const STATES = ['new', 'ongoing', 'escalating', 'resolved', 'regressed', 'archived', 'intended'] as const
const TIERS = ['proven', 'probable', 'suspect', 'watch'] as const

export const FindingsQuery = v.object({
  ...page,
  state: v.optional(v.picklist(STATES, `must be one of ${STATES.join(', ')}`)),
  tier: v.optional(v.picklist(TIERS, `must be one of ${TIERS.join(', ')}`)),
  service: v.optional(v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters'))),
})

export const JudgeQuery = v.object({
  service: v.pipe(v.string('is missing: add service=NAME'), v.nonEmpty('is missing: add service=NAME')),
  wait: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
})

/** Parameters whose errors have a reason of their own. */
const REASON_OF: Readonly<Record<string, Reason>> = {
  at: 'bad-time',
  start: 'bad-time',
  since: 'bad-time',
  from: 'bad-time',
  to: 'bad-time',
}

/** @throws Rejection that names the first parameter that cannot be read */
export function readQuery<Schema extends v.GenericSchema>(
  schema: Schema,
  query: Readonly<Record<string, string>>,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, query, { abortPipeEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const name = v.getDotPath(issue) ?? 'query'
  const value = query[name]
  throw new Rejection(
    REASON_OF[name] ?? 'bad-parameter',
    value === undefined
      ? `The parameter ${name} is missing: add ${name}= to the query.`
      : `The parameter ${name} ${issue.message}.`,
    value === undefined ? {} : { actual: value.slice(0, 200) },
  )
}
