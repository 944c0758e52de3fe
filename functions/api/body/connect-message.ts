import { Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import type { AdmissionLimits } from '#shared/ingest/admission.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'
import { type Brought, bring } from '#shared/ingest/ingest-several.ts'
import { type Codec, readPushRequest } from '#shared/push/push-request.ts'

/** How a message of Connect is read. */
export interface ConnectMessage {
  readonly codec: Codec
  /** Bytes once inflated. */
  readonly limit: number
  readonly admission: AdmissionLimits
}

/** The profiles of all series of a Push. @throws Rejection for the message as a whole */
export async function readConnectMessage(
  body: Uint8Array,
  { codec, limit, admission }: ConnectMessage,
): Promise<Brought> {
  const { series } = readPushRequest(codec, await inflated(body, limit))
  const profiles = series.flatMap(({ labels, samples }, row) =>
    samples.map(({ rawProfile }, place) =>
      bring(`series ${row}, sample ${place}`, () => {
        const named = Object.fromEntries(labels.map(({ name, value }) => [name, value]))
        const facts = readClientLabels(named, '', admission)
        return { ...facts, at: undefined, type: undefined, source: 'pyroscope', body: rawProfile }
      }),
    ),
  )
  return { profiles: await Promise.all(profiles), others: [] }
}

/** The message, inflated if it is gzip: no message begins as gzip does, and a proxy may have inflated it before. */
async function inflated(body: Uint8Array, limit: number): Promise<Uint8Array> {
  // A message without fields has no bytes.
  if (body.length === 0) return body
  const answer = await inflate(body, limit)
  if (answer.answer === 'inflated') return answer.bytes
  const { reason, detail, ...passed } = answer.broken
  if (reason !== 'inflated-too-large') throw new Rejection(reason, detail, passed)
  throw new Rejection(
    reason,
    `The message has more than ${limit} bytes once inflated, which is the limit: send the profiles in several requests.`,
    passed,
  )
}
