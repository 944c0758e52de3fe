/** Who is the agent to the API of Kubernetes? */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NoList } from '../discovery/source.ts'
import { diskFailureOf } from '../failure.ts'

/** Where Kubernetes puts it into each container. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

export interface Credentials {
  readonly token: string
  /** Certificates that vouch for the API server; undefined: those of the system. */
  readonly ca: string | undefined
}

/** Read anew for each request: Kubernetes replaces the token about once an hour. @throws NoList */
export async function credentialsIn(folder: string): Promise<Credentials> {
  const token = await readFile(join(folder, 'token'), 'utf8').catch((error: unknown) => {
    throw new NoList(
      `the token in ${folder} cannot be read: ${diskFailureOf(error)}`,
      'does its pod have a ServiceAccount (automountServiceAccountToken)?',
    )
  })
  const ca = await readFile(join(folder, 'ca.crt'), 'utf8').catch(() => undefined)
  return { token: token.trim(), ca }
}
