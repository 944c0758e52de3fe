/** Whose profiles are pulled, and from where. */

import { DEFAULT_ADMISSION, isName } from '#shared/ingest/admission.ts'
import { UsageError } from '../command.ts'

/** One process that serves `net/http/pprof`. */
export interface Target {
  readonly service: string
  readonly instance: string
  /** The folder of the profiles, `…/debug/pprof/`, without credentials; its query goes with every pull. */
  readonly folder: URL
  readonly headers: Readonly<Record<string, string>>
  /** `host:port`: how log lines call it. */
  readonly place: string
  /** What a list of targets says of the process; an option says the opposite louder. */
  readonly version?: string
  readonly labels?: Readonly<Record<string, string>>
  /** Start of the process, milliseconds since the epoch; counts where /proc does not tell. */
  readonly startedAt?: number
}

/** What the options say about all targets. */
export interface TargetDefaults {
  readonly service: string | undefined
  /** Name of the host or pod. */
  readonly instance: string
  readonly headers: Readonly<Record<string, string>>
}

const NAMED = /^([^=:/?]+)=(https?:\/\/.*)$/i
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/**
 * The targets of `--target [service=]URL`, several of which are told apart by their ports.
 *
 * @throws UsageError that names the target that cannot be read, without its credentials
 */
export function targetsOf(texts: readonly string[], defaults: TargetDefaults): Target[] {
  const targets = texts.map((text) => targetOf(text, defaults, texts.length > 1))
  const names = targets.map(({ service, instance }) => `${service} on ${instance}`)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined)
    throw new UsageError(`two targets are called ${twice}: name the service of one as --target NAME=URL`)
  return targets
}

function targetOf(
  text: string,
  { service, instance, headers }: TargetDefaults,
  isOneOfMany: boolean,
): Target {
  const [, name, address = text] = NAMED.exec(text) ?? []
  const url = URL.parse(address)
  if (url === null || DEFAULT_PORTS[url.protocol] === undefined)
    throw new UsageError('--target must be an http or https address, such as http://127.0.0.1:6060')
  const place = `${url.hostname}:${portOf(url)}`
  const called = name ?? service
  if (called === undefined)
    throw new UsageError(`--service is missing, and the target ${place} has no name of its own`)
  const own = isOneOfMany ? `${instance}:${portOf(url)}` : instance
  for (const word of [called, own]) {
    if (!isName(word, DEFAULT_ADMISSION))
      throw new UsageError(`${word} cannot be a service or instance: A-Z a-z 0-9 _ . / : - only`)
  }
  return {
    service: called,
    instance: own,
    folder: folderOf(url),
    headers: { ...basicOf(url), ...headers },
    place,
  }
}

export const portOf = ({ protocol, port }: URL): string => port || (DEFAULT_PORTS[protocol] ?? '')

/** An address without a path serves where `net/http/pprof` registers itself; any other path is the folder. */
export function folderOf(url: URL): URL {
  const folder = new URL(url)
  folder.username = ''
  folder.password = ''
  folder.hash = ''
  folder.pathname = url.pathname === '/' ? '/debug/pprof/' : url.pathname.replace(/\/*$/, '/')
  return folder
}

export function basicOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}
