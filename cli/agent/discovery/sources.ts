/** Which sources do the options of `tidemark agent` name? */

import { type Arguments, type Terminal, UsageError } from '../../command.ts'
import type { ApiServer } from '../kubernetes/api-server.ts'
import { type KubernetesDeps, kubernetesSource } from '../kubernetes/kubernetes-source.ts'
import { SERVICE_ACCOUNT } from '../kubernetes/service-account.ts'
import { several } from '../options.ts'
import type { ListDefaults } from './labelled-target.ts'
import type { Source } from './source.ts'
import { targetsFile } from './targets-file.ts'
import { targetsUrl, type UrlDeps } from './targets-url.ts'

/** @throws UsageError that names the option, without credentials */
export const sourcesOf = (
  values: Arguments['values'],
  defaults: ListDefaults,
  env: Terminal['env'],
  deps: UrlDeps & KubernetesDeps,
): Source[] => [
  ...several(values.targets).map((file) => targetsFile(file, defaults, deps)),
  ...several(values['targets-url']).map((text) => targetsUrl(addressOf('targets-url', text), defaults, deps)),
  ...kubernetesOf(values, defaults, env, deps),
]

/** Options that mean nothing without `--kubernetes`. */
const OF_KUBERNETES = ['namespace', 'node', 'kubernetes-url', 'service-account'] as const
/** Names of Kubernetes (RFC 1123), as namespaces and nodes have them. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/

function kubernetesOf(
  values: Arguments['values'],
  { headers }: ListDefaults,
  env: Terminal['env'],
  deps: KubernetesDeps,
): Source[] {
  if (values.kubernetes !== true) {
    const alone = OF_KUBERNETES.find((option) => values[option] !== undefined)
    if (alone !== undefined) throw new UsageError(`--${alone} belongs to --kubernetes, which is missing`)
    return []
  }
  if (Object.keys(headers).length > 0)
    throw new UsageError('--header is not sent to pods: whoever may make one would read it')
  const [namespace, node] = (['namespace', 'node'] as const).map((option) => nameOf(option, values[option]))
  return [kubernetesSource(apiOf(values, env), { namespace, node }, deps)]
}

function apiOf(values: Arguments['values'], env: Terminal['env']): ApiServer {
  const text = values['kubernetes-url'] ?? env.kubernetes
  if (typeof text !== 'string')
    throw new UsageError('--kubernetes is for pods; elsewhere name the API server with --kubernetes-url')
  const folder = values['service-account']
  return {
    url: addressOf('kubernetes-url', text),
    serviceAccount: typeof folder === 'string' ? folder : SERVICE_ACCOUNT,
  }
}

function nameOf(option: string, value: Arguments['values'][string]): string | undefined {
  if (value === undefined) return undefined
  if (!NAME.test(String(value)))
    throw new UsageError(`--${option} must be a name of Kubernetes (a-z 0-9 . -), got ${value}`)
  return String(value)
}

function addressOf(option: string, text: string): URL {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--${option} must be an http or https address`)
  return url
}
