/** Which target is meant by an address and its labels? In the words of Prometheus. */

import { Rejection } from '#shared/api/reason.ts'
import { admitNames, DEFAULT_ADMISSION } from '#shared/ingest/admission.ts'
import { readClientLabels } from '#shared/ingest/client-labels.ts'
import { folderOf, portOf, type Target } from '../target.ts'

/** What the options say about targets of lists. */
export interface ListDefaults {
  readonly service: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

type Labels = Readonly<Record<string, string>>

/** `10.0.0.7:6060`, `checkout.shop.svc`, `[fd00::7]:6060`: neither scheme, credentials nor path. */
const ADDRESS = /^[^\s/?#@\\]+$/
/** Last part of a path that names the profile itself, as the annotations of Grafana have it. */
const PROFILE = /\/goroutine\/?$/
/** Parameters of the query, as Prometheus writes them. */
const PARAMETER = '__param_'

/**
 * A target of a list. `__scheme__`, `__profile_path__` or `__metrics_path__`, and `__param_NAME` make its address, all other
 * labels with `__` are dropped; the rest names it as a push of Alloy would be named.
 *
 * Example input: `10.0.0.7:6060` with `{service: checkout, version: v1.4.2, __metrics_path__: /internal/pprof}`
 *
 * @returns a sentence instead of a target where there is none
 */
export function labelledTarget(
  address: string,
  labels: Labels,
  { service, headers }: ListDefaults,
): Target | string {
  const folder = folderIn(address, labels)
  if (typeof folder === 'string') return folder
  const { service: own, job, ...others } = labels
  const named = { instance: address.replaceAll(/[[\]]/g, ''), ...others }
  try {
    const facts = readClientLabels(named, own ?? job ?? service ?? '', DEFAULT_ADMISSION)
    admitNames(facts, DEFAULT_ADMISSION)
    const { process } = facts
    return {
      service: facts.service,
      instance: process.instance,
      folder,
      headers,
      place: `${folder.hostname}:${portOf(folder)}`,
      labels: labels.instance === undefined ? withoutInstance(facts.labels) : facts.labels,
      ...(process.version !== undefined && { version: process.version }),
    }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    return error.reason === 'bad-service-name' && own === undefined && labels.service_name === undefined
      ? 'it has no label service: add one, or name a service for all with --service'
      : error.message
  }
}

/** The address was offered as a name and not needed. */
function withoutInstance({ instance: _, ...others }: Labels): Labels {
  return others
}

function folderIn(address: string, labels: Labels): URL | string {
  const scheme = (labels.__scheme__ ?? 'http').toLowerCase()
  if (scheme !== 'http' && scheme !== 'https')
    return `its scheme is ${scheme.slice(0, 20)}; http and https are possible`
  const path = labels.__profile_path__ ?? labels.__metrics_path__ ?? '/'
  const url = ADDRESS.test(address) ? URL.parse(`${scheme}://${address}/${path.replace(/^\/+/, '')}`) : null
  if (url === null)
    return 'its address must be HOST:PORT; scheme and path are the labels __scheme__ and __profile_path__'
  url.pathname = url.pathname.replace(PROFILE, '/')
  for (const [key, value] of Object.entries(labels))
    if (key.startsWith(PARAMETER)) url.searchParams.set(key.slice(PARAMETER.length), value)
  return folderOf(url)
}
