import { Rejection } from '#shared/api/reason.ts'
import { isName } from '#shared/ingest/admission.ts'
import type { ApiDeps, Caller } from '../api-deps.ts'

/**
 * The service that a path names, if the caller may read it.
 *
 * @throws Rejection `unknown-service`, or `forbidden` where the token is for others
 */
export async function knownService(
  { directory, admission }: ApiDeps,
  { tenant, mayTouch }: Caller,
  name: string,
) {
  mayTouch(name)
  // What no push can be called is not asked for: the table refuses long keys.
  const service = isName(name, admission) ? await directory.service(tenant, name) : undefined
  if (service === undefined) {
    throw new Rejection(
      'unknown-service',
      'No profile of this service was received; GET /v1/services lists the known services.',
      { actual: name.slice(0, 200) },
    )
  }
  return { tenant, service }
}
