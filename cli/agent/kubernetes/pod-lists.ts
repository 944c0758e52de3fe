/** Lists pods page by page, and follows what becomes of them. */

import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { bounded, TooLarge } from '../bounded-body.ts'
import { NoList } from '../discovery/source.ts'
import { failureOf } from '../failure.ts'
import { ApiRefusal, type ApiServer, getFrom } from './api-server.ts'
import { linesOf } from './lines.ts'
import { PodList, WatchEvent } from './pod.ts'
import type { PodTable } from './pod-table.ts'

/** Which pods are asked for. */
export interface PodScope {
  readonly namespace: string | undefined
  readonly node: string | undefined
}

/** Pods per page: 250 pods have 2 to 5 MB. */
const PAGE = 250
/** Bytes of a page, and of a line of a watch: an object has at most 1.5 MB in etcd. */
const PAGE_LIMIT = 32 * 1024 * 1024
const LINE_LIMIT = 8 * 1024 * 1024
/** Milliseconds for a page. */
const PAGE_TIMEOUT = 60_000
/** Seconds of a watch, at random between both, as clients of Go have it; the server ends it then. */
const WATCH_RANGE = [300, 600] as const
/** Milliseconds beyond that, after which the connection is taken for dead. */
const WATCH_GRACE = 30_000
/** The server has forgotten the version that a list or watch goes on from. */
const GONE = 410

const pathOf = ({ namespace }: PodScope): string =>
  namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`

/** Only what runs has an address; a pod that leaves the selection is told as deleted. */
const selectorOf = ({ node }: PodScope): string =>
  ['status.phase=Running', ...(node === undefined ? [] : [`spec.nodeName=${node}`])].join(',')

/**
 * Puts all pods into an empty table.
 *
 * @returns the version of the list, from which a watch goes on
 * @throws NoList, also where the list takes so long that the server forgets it
 */
export async function listPods(
  api: ApiServer,
  scope: PodScope,
  table: PodTable,
  stop: AbortSignal,
): Promise<string> {
  const fieldSelector = selectorOf(scope)
  // Every node asks for its own: from the server's memory (version 0), whole, as the clients of Go do.
  let isOfNode = scope.node !== undefined
  let [page, next] = [PAGE, '']
  for (;;) {
    const part = { limit: String(page), ...(next !== '' && { continue: next }) }
    const query = { fieldSelector, ...(isOfNode ? { resourceVersion: '0' } : part) }
    const signal = AbortSignal.any([stop, AbortSignal.timeout(PAGE_TIMEOUT)])
    try {
      const list = await pageOf(api, pathOf(scope), query, signal)
      for (const pod of list.items ?? []) table.put(pod)
      next = list.metadata.continue
      if (next === '') return list.metadata.resourceVersion
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
      if (isOfNode) isOfNode = false
      else if (page === 1) throw new NoList(`one pod has ${error.message}`)
      else page = Math.max(1, Math.floor(page / 5))
    }
  }
}

async function pageOf(
  api: ApiServer,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<v.InferOutput<typeof PodList>> {
  const response = await getFrom(api, path, query, signal)
  const list = v.safeParse(PodList, jsonOf(await textOf(response, signal)))
  if (!list.success)
    throw new NoList('what it answers is no list of pods', 'is it the address of an API server?')
  return list.output
}

async function textOf(response: AsyncIterable<Buffer>, signal: AbortSignal): Promise<string> {
  try {
    return await text(bounded(response, PAGE_LIMIT))
  } catch (error) {
    if (error instanceof TooLarge) throw error
    throw new NoList(failureOf(signal.aborted ? signal.reason : error))
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export interface WatchDeps {
  readonly random: () => number
  /** Hears that the server lets it watch. */
  readonly opened: () => void
  /** Hears that the table has changed. */
  readonly changed: () => void
}

/** A watch from which no other can go on. */
export class BrokenWatch extends NoList {}

/**
 * Follows pods from a version on, until the server ends it.
 *
 * @returns the version from which the next watch goes on; undefined: the server has forgotten it
 * @throws BrokenWatch, or NoList where the server does not answer
 */
export async function watchPods(
  api: ApiServer,
  scope: PodScope,
  from: string,
  table: PodTable,
  { random, opened, changed }: WatchDeps,
  stop: AbortSignal,
): Promise<string | undefined> {
  const [least, most] = WATCH_RANGE
  const seconds = Math.round(least + random() * (most - least))
  const query = {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: from,
    timeoutSeconds: String(seconds),
    fieldSelector: selectorOf(scope),
  }
  const signal = AbortSignal.any([stop, AbortSignal.timeout(1_000 * seconds + WATCH_GRACE)])
  let version = from
  try {
    const response = await getFrom(api, pathOf(scope), query, signal)
    opened()
    for await (const line of linesOf(response, LINE_LIMIT)) {
      const event = v.safeParse(WatchEvent, jsonOf(line))
      if (!event.success) throw new BrokenWatch('a line of its watch is no event')
      const { type, object } = event.output
      if (type === 'ERROR')
        throw object.code === GONE
          ? new ApiRefusal(GONE, 0)
          : new BrokenWatch(`its watch ends with ${object.code}`)
      version = object.metadata.resourceVersion
      if (type === 'BOOKMARK') continue
      if (type === 'DELETED') table.remove(object)
      else table.put(object)
      changed()
    }
    return version
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === GONE) return undefined
    if (error instanceof NoList) throw error
    // It broke off: the next one goes on where this one was.
    if (!(error instanceof TooLarge)) return version
    throw new BrokenWatch(`a line of its watch has ${error.message}`)
  }
}
