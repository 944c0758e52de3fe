import { readFile } from 'node:fs/promises'
import type { TestApi } from './api.ts'
import { form, MULTIPART } from './push-clients.ts'

/** Requests as Datadog's profilers make them. */

const CAPTURED = new URL('../fixtures/ingest/dd-trace-go-input.body', import.meta.url)
export const INPUT = '/profiling/v1/input'

/** One upload of dd-trace-go 2.12.0 as it went over the wire, of goroutines, leaked goroutines, heap and metrics, in zstd. */
export const capturedInput = {
  body: new Uint8Array(await readFile(CAPTURED)),
  contentType: 'multipart/form-data; boundary=a03e56c5025233a79fbdf259d6ffeae29967b6455a009762d311d7ee238b',
  /** When the profiles in it were taken, to the second. */
  at: Date.parse('2026-11-30T02:01:51Z'),
}

export const TAGS = 'service:checkout,host:pod-1,runtime-id:3cd7aa81'

/** The event of an upload. */
export const event = (tags: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ version: '4', family: 'go', tags_profiler: tags, ...more })

type Parts = Readonly<Record<string, string | Uint8Array>>

/** `POST /profiling/v1/input` of these attachments, of `checkout` on `pod-1` unless the tags say other. */
export const inputOver = (
  api: TestApi,
  attachments: Parts,
  { tags = TAGS, ...init }: RequestInit & { readonly tags?: string; readonly as?: string } = {},
): Promise<Response> => inputOf(api, form({ ...attachments, event: event(tags) }), init)

/** The same of a whole form. */
export const inputOf = (
  api: TestApi,
  body: NonNullable<RequestInit['body']>,
  { headers, ...init }: RequestInit & { readonly as?: string } = {},
): Promise<Response> =>
  api.send(INPUT, { method: 'POST', body, ...init, headers: { 'content-type': MULTIPART, ...headers } })
