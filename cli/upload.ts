import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { Failure, type Progress } from './command.ts'
import { ask, pushPath, type Server } from './server.ts'

const Announced = v.object({
  id: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  links: v.object({ self: v.string() }),
})

const Settled = v.variant('state', [
  v.object({ state: v.picklist(['waiting', 'queued']) }),
  v.object({ state: v.literal('indexed'), receipt: v.record(v.string(), v.unknown()) }),
  v.object({
    state: v.literal('refused'),
    refusal: v.looseObject({ reason: v.string(), detail: v.string() }),
  }),
])

/** Milliseconds between two questions for the outcome, and of patience in all. */
const ASK_EVERY = 500
const PATIENCE = 10 * 60_000

/** Bytes of a push that every Tidemark takes: behind Lambda a body in base64 has 6 MB (Lambda quotas). */
const PUSH_BYTES = 4_500_000

type Facts = Readonly<Record<string, string | undefined>>

/**
 * Sends a profile, one that is too large for a push by way of an upload.
 *
 * @returns the receipt
 * @throws Failure that says what was refused and why
 */
export const sendProfile = (
  server: Server,
  facts: Facts,
  body: Uint8Array<ArrayBuffer>,
  progress: Progress,
): Promise<Record<string, unknown>> =>
  body.byteLength > PUSH_BYTES
    ? sendUpload(server, facts, body, progress)
    : ask(server, 'POST', pushPath(facts), body)

/** Announces a dump, puts it into the bucket, waits until it is indexed. */
async function sendUpload(
  server: Server,
  facts: Facts,
  body: Uint8Array<ArrayBuffer>,
  progress: Progress,
): Promise<Record<string, unknown>> {
  const path = pushPath({ ...facts, bytes: String(body.byteLength) }, 'uploads')
  progress.show(0, 3, 'steps: announcing')
  const { url, headers, links } = v.parse(Announced, await ask(server, 'POST', path))
  progress.show(1, 3, `steps: sending ${(body.byteLength / 1e6).toFixed(1)} MB`)
  await put(url, headers, body)
  progress.show(2, 3, 'steps: being indexed')
  const receipt = await outcomeOf(server, links.self)
  progress.clear()
  return receipt
}

async function put(url: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>) {
  const { host } = new URL(url)
  const response = await fetch(url, { method: 'PUT', headers, body }).catch((error: Error) => {
    const { message } = error.cause instanceof Error ? error.cause : error
    throw new Failure(`the bucket at ${host} cannot be reached: ${message}`)
  })
  if (response.ok) return
  const [, code = response.statusText] = /<Code>([^<]*)</.exec(await response.text()) ?? []
  throw new Failure(`the bucket at ${host} answered ${response.status} (${code})`)
}

async function outcomeOf(server: Server, path: string): Promise<Record<string, unknown>> {
  for (let waited = 0; waited < PATIENCE; waited += ASK_EVERY) {
    const upload = v.parse(Settled, await ask(server, 'GET', path))
    if (upload.state === 'indexed') return upload.receipt
    if (upload.state === 'refused') {
      const { reason, detail } = upload.refusal
      throw new Failure(`${server.url} refused the upload (${reason}): ${detail}`)
    }
    await wait(ASK_EVERY)
  }
  throw new Failure(
    `the upload is sent and not indexed after ${PATIENCE / 60_000} min: see ${server.url}${path}`,
  )
}
