import { Rejection } from '#shared/api/reason.ts'
import { boundaryDeclared, boundaryInside, readParts } from './multipart.ts'

const PROFILE = 'profile'
/** A part of clients that sent differences themselves; Pyroscope refuses them too. */
const PREVIOUS = 'prev_profile'
/** The value of `format` with which the body is the profile itself, whatever its content type says. */
const RAW = 'pprof'

/**
 * The boundary of the form that a body of `/ingest` is, undefined: it is the profile itself. The bytes tell, before the content
 * type does.
 */
export const formBoundary = (
  body: Uint8Array,
  contentType: string | undefined,
  format: string | undefined,
): string | undefined => boundaryInside(body) ?? (format === RAW ? undefined : boundaryDeclared(contentType))

/**
 * The profile in a form of `/ingest`.
 *
 * `sample_type_config` is not read: the profile itself says what it counts.
 * @returns undefined: the client had nothing to send
 * @throws Rejection `malformed-multipart`
 */
export function profileInForm(body: Uint8Array, boundary: string): Uint8Array | undefined {
  const parts = readParts(body, boundary)
  if (parts.has(PREVIOUS)) {
    throw new Rejection(
      'delta-profile',
      'The part prev_profile makes the profile a difference of two: update github.com/grafana/pyroscope-go.',
    )
  }
  const profile = parts.get(PROFILE)
  if (profile === undefined) {
    const names = [...parts.keys()].map((name) => name.slice(0, 40)).join(', ')
    throw new Rejection(
      'malformed-multipart',
      `The multipart body has no part "${PROFILE}"; it has ${names || 'no part with a name'}.`,
    )
  }
  return profile.length === 0 ? undefined : profile
}
