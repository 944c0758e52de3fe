/** Targets that a server tells, as Prometheus' `http_sd` has it. */

import { boundedBody, TooLarge } from '../bounded-body.ts'
import { failureOf } from '../failure.ts'
import { basicOf } from '../target.ts'
import type { ListDefaults } from './labelled-target.ts'
import { type PollingDeps, polling } from './polling.ts'
import { type Found, NoList, type Source } from './source.ts'
import { LIST_LIMIT, targetList } from './target-list.ts'

/** Milliseconds between two questions, as Prometheus has it unless told otherwise. */
const EVERY = 60_000
/** Milliseconds until the last byte. */
const TIMEOUT = 30_000
/** What Prometheus says of its pace; some servers want it. https://prometheus.io/docs/prometheus/latest/http_sd/ */
const PACE = { 'x-prometheus-refresh-interval-seconds': String(EVERY / 1_000) }

export interface UrlDeps extends PollingDeps {
  readonly fetch: typeof fetch
}

/** @param address credentials in it are sent to it alone, and its query is not logged */
export function targetsUrl(address: URL, defaults: ListDefaults, deps: UrlDeps): Source {
  const url = new URL(address)
  const headers = { accept: 'application/json', ...PACE, ...basicOf(url) }
  url.username = ''
  url.password = ''
  let last: string | undefined
  const read = async (signal: AbortSignal): Promise<Found | undefined> => {
    const text = await textOf(url, headers, signal, deps.fetch)
    if (text === last) return undefined
    const found = targetList(parsed(text), defaults)
    last = text
    return found
  }
  return polling({ name: `${url.origin}${url.pathname}`, every: () => EVERY, read }, deps)
}

async function textOf(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  fetcher: typeof fetch,
): Promise<string> {
  try {
    const response = await fetcher(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    })
    if (response.status === 200) return Buffer.from(await boundedBody(response, LIST_LIMIT)).toString('utf8')
    await response.body?.cancel()
    const isElsewhere = response.status >= 300 && response.status < 400
    throw new NoList(`answered ${response.status}`, isElsewhere ? 'name the address it leads to' : undefined)
  } catch (error) {
    if (error instanceof NoList) throw error
    throw new NoList(error instanceof TooLarge ? error.message : failureOf(error))
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NoList('what it answers is no JSON', 'is the address right?')
  }
}
