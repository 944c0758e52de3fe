/** Makes several pushes in one request, or one after the other where the server takes no batches. */

import { constants, gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import * as v from 'valibot'
import type { Server } from '../server.ts'
import { type Answer, type Later, refusedAs, Taken } from './answer.ts'
import type { PushItem } from './push-item.ts'
import { type SendAnswer, send } from './send.ts'

const PATH = '/v1/batches?version=1'
/** Statuses of servers, and of what is between, that take no batches. */
const NO_BATCHES = [404, 405]
/** Milliseconds after which such a server is asked again: it may be a newer one by then. */
const ASK_AGAIN = 60 * 60_000

const BatchAnswer = v.object({
  items: v.array(v.union([Taken, v.object({ reason: v.string() })])),
})

/** Sends some, or all, of what it is given, in its order. @returns an answer for each that was tried, one at least */
export type SendMany = (items: readonly PushItem[]) => Promise<readonly Answer[]>

export interface SendDeps {
  readonly server: Server
  /** Cuts what is under way short; whether the server took it is not known then. */
  readonly signal: AbortSignal
  readonly fetch: typeof fetch
  readonly now: () => number
}

export function manySender({ server, signal, fetch, now }: SendDeps): SendMany {
  let [askAgainAt, saidAt] = [0, 0]
  const one = (item: PushItem): Promise<SendAnswer> => send(server, item, signal, fetch)

  async function oneByOne(items: readonly PushItem[]): Promise<Answer[]> {
    const answers: Answer[] = []
    for (const item of items) {
      const { answer } = await one(item)
      answers.push(answer)
      if (answer.is === 'later') break
    }
    return answers
  }

  return async (items) => {
    // A clock that is set back holds nothing up.
    const isRefused = now() < askAgainAt && now() >= saidAt
    if (items.length < 2 || isRefused || items.some(({ path }) => !isProfile(path))) return oneByOne(items)
    const { answer, status, json } = await one({ path: PATH, body: await tarOf(items) })
    const taken = v.safeParse(BatchAnswer, json)
    if (status === 201 && taken.success && taken.output.items.length === items.length)
      return taken.output.items.map((item) =>
        'reason' in item ? refusedAs(item.reason) : { is: 'taken', ...item },
      )
    if (isOfTheServer(answer)) return [answer]
    if (NO_BATCHES.includes(status)) [askAgainAt, saidAt] = [now() + ASK_AGAIN, now()]
    // A batch that is too large for what is between, or of which nothing was taken: each profile is told its own reason.
    return oneByOne(items)
  }
}

const isProfile = (path: string): boolean => path.startsWith('/v1/profiles?')

/** What says nothing of this batch: the server is away, or knows the token no more. */
const isOfTheServer = (answer: Answer): answer is Later =>
  answer.is === 'later' && answer.trouble !== 'not delivered'

/**
 * Each file is called as the query of its push would be. Profiles are compressed already: what shrinks are their names, to a
 * tenth, and with them the request by a third.
 */
async function tarOf(items: readonly PushItem[]): Promise<Uint8Array<ArrayBuffer>> {
  const tar = await packTar(
    items.map(({ path, body }) => ({
      header: { name: path.slice(path.indexOf('?') + 1), size: body.length, mtime: new Date(0) },
      body,
    })),
  )
  // The fastest level leaves as little of the names, and takes a tenth of a second of 3 MB.
  return new Uint8Array(gzipSync(tar, { level: constants.Z_BEST_SPEED }))
}
