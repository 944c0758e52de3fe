import { DatadogEvent } from '#shared/api/datadog-schema.ts'
import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { isZstd, unzstd } from '#shared/goroutine/unzstd.ts'
import type { AdmissionLimits } from './admission.ts'
import { readClientLabels } from './client-labels.ts'
import { type Brought, bring } from './ingest-several.ts'
import { boundaryDeclared, boundaryInside, readParts } from './multipart.ts'

/** Parts of one upload: dd-trace-go 2.12 sends nine at most, the profilers of other languages some more. */
const MOST_PARTS = 32
const EVENT = 'event'
/** Attachments of goroutines (dd-trace-go, profiler/profile.go); all others are of something else. */
const GOROUTINES: readonly string[] = ['goroutines.pprof', 'goroutineleak.pprof']
/** A UUID that a process makes when it starts: what `readClientLabels` calls a session. */
const RUNTIME_ID = 'runtime-id'
const SESSION = '__session_id__'
/** Tags of the profiler about itself, or of one upload alone: a process keeps its labels. */
const OF_THE_UPLOAD = /^(?:_dd\..*|profile_seq|go_execution_traced)$/
/** Bytes that one attachment may inflate to from zstd; a goroutine profile of 16,000 stacks has some 3 MB. */
const MOST_INFLATED = 16 * 1024 * 1024

/** How an upload of a Datadog profiler is read. */
export interface DatadogForm {
  readonly contentType: string | undefined
  readonly admission: AdmissionLimits
}

/**
 * The form that Datadog's profilers send: attachments, and `event.json`, which says whose they are.
 *
 * @throws Rejection `malformed-multipart` or, for the event, `bad-parameter`, `bad-service-name`
 */
export async function readDatadogInput(
  body: Uint8Array,
  { contentType, admission }: DatadogForm,
): Promise<Brought> {
  const boundary = boundaryInside(body) ?? boundaryDeclared(contentType)
  if (boundary === undefined) {
    throw new Rejection(
      'malformed-multipart',
      'The body is no multipart/form-data: send the attachments and event.json as parts of a form.',
    )
  }
  const parts = readParts(body, boundary, MOST_PARTS)
  const event = parts.get(EVENT)
  if (event === undefined) {
    throw new Rejection(
      'malformed-multipart',
      `The form has no part "${EVENT}", which says whose profiles these are; it has ${parts.size} other parts.`,
    )
  }
  const { tags_profiler: tags, end } = readEvent(event)
  const facts = factsOf(tags, admission)
  const attachments = [...parts].filter(([name]) => name !== EVENT)
  const goroutines = attachments.filter(([name]) => GOROUTINES.includes(name))
  const profiles = goroutines.map(([name, bytes]) =>
    bring(name, async () => ({
      ...facts,
      at: undefined,
      ...(end === undefined ? {} : { announcedAt: end }),
      type: undefined,
      source: 'datadog',
      body: await unpacked(bytes),
    })),
  )
  const others = attachments.flatMap(([name]) => (GOROUTINES.includes(name) ? [] : [name]))
  return { profiles: await Promise.all(profiles), others }
}

function readEvent(event: Uint8Array) {
  try {
    return readJson(DatadogEvent, event)
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    throw new Rejection(error.reason, `In the part "${EVENT}": ${error.message}`, { cause: error })
  }
}

/**
 * Example input: `service:checkout,env:prod,version:v1.4.2,host:pod-1,runtime-id:0e1f…,profile_seq:7`
 */
function factsOf(tags: string, admission: AdmissionLimits) {
  const { service = '', ...labels } = Object.fromEntries(
    tags
      .split(',')
      .map((tag) => tag.split(/:(.*)/s, 2))
      .flatMap(([key = '', value]) =>
        value === undefined || OF_THE_UPLOAD.test(key) ? [] : [[key === RUNTIME_ID ? SESSION : key, value]],
      ),
  ) as Readonly<Record<string, string>>
  return readClientLabels(labels, service, admission)
}

/** Gzip, or nothing, is left to whoever reads the profile. */
async function unpacked(attachment: Uint8Array): Promise<Uint8Array> {
  if (!isZstd(attachment)) return attachment
  const inflated = await unzstd(attachment, MOST_INFLATED)
  if (inflated.answer === 'inflated') return inflated.bytes
  const { reason, detail, ...passed } = inflated.broken
  throw new Rejection(reason, detail, passed)
}
