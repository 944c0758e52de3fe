import { readFile } from 'node:fs/promises'
import { create, type MessageInitShape, toBinary, toJson } from '@bufbuild/protobuf'
import { PushRequestSchema } from '#shared/push/push_pb.ts'
import { NOW, type TestApi } from './api.ts'

/** Requests as the clients of Pyroscope make them. */

const CAPTURED = new URL('../fixtures/ingest/pyroscope-go-ingest.body', import.meta.url)
const CAPTURED_PUSH = new URL('../fixtures/ingest/alloy-push.body', import.meta.url)

/** One upload of pyroscope-go 1.4 as it went over the wire; its boundary is its first line. */
export const captured = {
  body: new Uint8Array(await readFile(CAPTURED)),
  contentType: 'multipart/form-data; boundary=abc55a3e3073f75acc7e3a979eaf2b03591194118bed3d9cc9cc9cfb4c75',
  path: '/ingest?aggregationType=average&from=1763000000000000000&name=my.app%7B__session_id__%3Dab12cd34ef567890%2Cenv%3Dprod%2Cotel.scope.name%3Dcom.grafana.pyroscope%2Fgo%2Cprocess.runtime.name%3Dgo%2Cprocess.runtime.version%3Dgo1.24.4%7D&sampleRate=0&spyName=gospy&units=goroutines&until=1763000015000000000',
  /** When the profile in it was taken. */
  at: Date.parse('2026-11-23T07:12:17.934Z'),
}

/** One Push of Grafana Alloy 1.18.1, which scraped as docs/clients/alloy.md has it; all of its headers but the token. */
export const capturedPush = {
  body: new Uint8Array(await readFile(CAPTURED_PUSH)),
  headers: {
    'user-agent': 'Alloy/v1.18.1 (linux; binary)',
    'accept-encoding': 'gzip',
    'connect-protocol-version': '1',
    'connect-timeout-ms': '9999',
    'content-type': 'application/proto',
    traceparent: '00-b91d6f852e88a717b10f4b141e150ec3-f096736ee6b2cd33-00',
    'uber-trace-id': 'b91d6f852e88a717b10f4b141e150ec3:f096736ee6b2cd33:0:0',
    'x-alloy-id': '67cac752-0081-487a-8422-6e632f847997',
  },
  /** When the profile in it was taken. */
  at: Date.parse('2026-11-23T18:24:01.706Z'),
}

export const BOUNDARY = 'tidemark-test-boundary-0123456789'
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`

/** A multipart body; each part is a file. */
export function form(parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array<ArrayBuffer> {
  const chunks = Object.entries(parts).flatMap(([name, content]) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.bin"\r\n`,
    'Content-Type: application/octet-stream\r\n\r\n',
    content,
    '\r\n',
  ])
  return new Uint8Array(Buffer.concat([...chunks, `--${BOUNDARY}--\r\n`].map((chunk) => Buffer.from(chunk))))
}

type Body = NonNullable<RequestInit['body']>
type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string>; as?: string }

/** `POST /ingest` of `checkout` on `pod-1` now, unless the query says other. */
export const ingestOver = (
  api: TestApi,
  body: Body,
  query: Readonly<Record<string, string>> = {},
  init: Init = {},
): Promise<Response> =>
  api.send(
    `/ingest?${new URLSearchParams({ name: 'checkout{instance=pod-1}', until: String(NOW / 1000), ...query })}`,
    { method: 'POST', body, ...init },
  )

export type PushInit = MessageInitShape<typeof PushRequestSchema>
export const PUSH = '/push.v1.PusherService/Push'
const LABELS = [
  { name: '__name__', value: 'goroutine' },
  { name: 'service_name', value: 'checkout' },
  { name: 'instance', value: 'pod-1' },
]

/** Series of one profile each, of `checkout` on `pod-1` unless the labels say other. */
export const series = (
  rawProfiles: readonly Uint8Array[],
  labels: Readonly<Record<string, string>> = {},
): NonNullable<PushInit['series']>[number] => ({
  labels: [...LABELS, ...Object.entries(labels).map(([name, value]) => ({ name, value }))],
  samples: rawProfiles.map((rawProfile) => ({ rawProfile })),
})

export const messageOf = (request: PushInit): Uint8Array<ArrayBuffer> =>
  new Uint8Array(toBinary(PushRequestSchema, create(PushRequestSchema, request)))
export const jsonOf = (request: PushInit): string =>
  JSON.stringify(toJson(PushRequestSchema, create(PushRequestSchema, request)))

/** `POST …/Push` of a message in proto, unless the headers say other. */
export const pushOver = (api: TestApi, body: Body, { headers = {}, ...init }: Init = {}): Promise<Response> =>
  api.send(PUSH, {
    method: 'POST',
    body,
    ...init,
    headers: { 'content-type': 'application/proto', 'connect-protocol-version': '1', ...headers },
  })
