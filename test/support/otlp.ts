import { readFile } from 'node:fs/promises'
import { create, type MessageInitShape, toBinary, toJson } from '@bufbuild/protobuf'
import { ExportProfilesServiceRequestSchema } from '#shared/otlp/otlp_pb.ts'
import type { TestApi } from './api.ts'

/** Requests of OTLP profiles. */

export const OTLP = '/v1development/profiles'
const fixture = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../fixtures/otlp/${name}`, import.meta.url)))

/** Messages of the Collector's exporter (otlphttpexporter and pdata 0.165.0) as they went over the wire, by its settings. */
export const capturedExports = {
  'proto, gzip': {
    body: await fixture('collector-0.165.goroutine.pb.gz'),
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
  },
  'JSON, gzip': {
    body: await fixture('collector-0.165.goroutine.json.gz'),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  },
  'proto, zstd': {
    body: await fixture('collector-0.165.goroutine.pb.zst'),
    headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'zstd' },
  },
} as const
/** When their profiles were taken, to the second. */
export const CAPTURED_AT = Date.parse('2026-11-30T02:24:38Z')
export const VERSION_HEADER = { 'otlp-profiles-development-version': '1' }

export type ExportInit = MessageInitShape<typeof ExportProfilesServiceRequestSchema>
/** A profile as a test writes it down. */
export interface PlainProfile {
  readonly sampleType: { readonly typeStrindex?: number; readonly unitStrindex?: number }
  readonly samples?: readonly PlainSample[]
  readonly timeUnixNano?: bigint
  readonly durationNano?: bigint
}
interface PlainSample {
  readonly stackIndex?: number
  readonly attributeIndices?: number[]
  readonly values?: bigint[]
  readonly timestampsUnixNano?: bigint[]
}

export const messageOf = (request: ExportInit): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    toBinary(ExportProfilesServiceRequestSchema, create(ExportProfilesServiceRequestSchema, request)),
  )
export const jsonOf = (request: ExportInit): string =>
  JSON.stringify(
    toJson(ExportProfilesServiceRequestSchema, create(ExportProfilesServiceRequestSchema, request)),
  )

/** Attributes of a resource, all of them texts. */
const attributes = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([key, value]) => ({
    key,
    value: { value: { case: 'stringValue', value } as const },
  }))

export const CHECKOUT = { 'service.name': 'checkout', 'k8s.pod.name': 'pod-1' }

/** Two stacks of `main.recv`, `main.send` and `main.worker`; and the types that a profile can have. */
export const DICTIONARY = {
  stringTable: ['', 'goroutine', 'count', 'main.recv', 'main.send', 'main.worker', 'cpu', 'nanoseconds'],
  mappingTable: [{}],
  functionTable: [{}, { nameStrindex: 3 }, { nameStrindex: 4 }, { nameStrindex: 5 }],
  locationTable: [
    {},
    { address: 1n, lines: [{ functionIndex: 1, line: 7n }] },
    { address: 2n, lines: [{ functionIndex: 2, line: 8n }] },
    { address: 3n, lines: [{ functionIndex: 3, line: 9n }] },
  ],
  attributeTable: [{}],
  stackTable: [{}, { locationIndices: [1, 3] }, { locationIndices: [2, 3] }],
} as const satisfies ExportInit['dictionary']

const GOROUTINES = { typeStrindex: 1, unitStrindex: 2 }
export const CPU: PlainProfile = { sampleType: { typeStrindex: 6, unitStrindex: 7 } }

/** Goroutines in the first and in the second stack. */
export const profile = (first: number, second = 0, more: Partial<PlainProfile> = {}): PlainProfile => ({
  sampleType: GOROUTINES,
  samples: [
    { stackIndex: 1, values: [BigInt(first)] },
    { stackIndex: 2, values: [BigInt(second)] },
  ],
  ...more,
})

/** As the schema takes it. */
export const profileInit = ({ samples = [], ...more }: PlainProfile) => ({
  ...more,
  samples: samples.map((sample) => ({ ...sample })),
})

/** A message of these profiles, of `checkout` on `pod-1` unless the labels say other. */
export const exportOf = (
  profiles: readonly PlainProfile[],
  labels: Readonly<Record<string, string>> = CHECKOUT,
  dictionary: NonNullable<ExportInit['dictionary']> = DICTIONARY,
): ExportInit => ({
  resourceProfiles: [
    {
      resource: { attributes: attributes(labels) },
      scopeProfiles: [{ profiles: profiles.map(profileInit) }],
    },
  ],
  dictionary,
})

type Init = Omit<RequestInit, 'headers'> & {
  headers?: Record<string, string>
  as?: string
  duplex?: 'half'
}

/** `POST /v1development/profiles` of a message in proto, unless the headers say other. */
export const exportOver = (
  api: TestApi,
  body: NonNullable<RequestInit['body']>,
  { headers = {}, ...init }: Init = {},
): Promise<Response> =>
  api.send(OTLP, {
    method: 'POST',
    body,
    ...init,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
  })
