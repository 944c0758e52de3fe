import type { AdmissionLimits } from '#shared/ingest/admission.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'
import { type Brought, bring } from '#shared/ingest/ingest-several.ts'
import { profilesIn } from '#shared/otlp/otlp-profiles.ts'
import { type Encoding, readRequest } from '#shared/otlp/read-request.ts'
import { decodeBody } from './content-encoding.ts'

/** How a message of OTLP is read. */
export interface OtlpMessage {
  readonly encoding: Encoding
  /** It has a `Content-Encoding`. */
  readonly isEncoded: boolean
  /** Bytes once inflated. */
  readonly limit: number
  /** Bytes of all of its profiles as profile.proto. */
  readonly pprofLimit: number
  readonly admission: AdmissionLimits
}

/** The profiles of goroutines of a message as profile.proto, and the sample types of the others. @throws Rejection for the message as a whole */
export async function readOtlpMessage(
  body: Uint8Array,
  { encoding, isEncoded, limit, pprofLimit, admission }: OtlpMessage,
): Promise<Brought> {
  const message = isEncoded ? await decodeBody(body, limit) : body
  const { goroutines, others } = profilesIn(readRequest(encoding, message), pprofLimit)
  const profiles = goroutines.map(({ where, labels, pprof }) =>
    bring(where, () => ({
      ...readClientLabels(labels(), '', admission),
      at: undefined,
      type: undefined,
      source: 'otlp',
      body: pprof(),
    })),
  )
  return { profiles: await Promise.all(profiles), others }
}
