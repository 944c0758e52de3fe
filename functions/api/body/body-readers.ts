/**
 * What is read of bodies, by name: all work of a request that depends on its bytes, plain data in and out. Where it runs is
 * the caller's choice; locally it is another thread, which is ended if a body takes too much of it
 * (`infra/local/reading-threads.ts`).
 *
 * Each imports what it needs where it is first asked, and throws a Rejection for a body that is refused.
 */

import type { DatadogForm } from '#shared/ingest/datadog-input.ts'
import type { AnalyzedBody } from './analysis.ts'
import type { ConnectMessage } from './connect-message.ts'
import type { OtlpMessage } from './otlp-message.ts'

/** Of pushes. */
export const PUSH_READERS = {
  decodeBody: async (body: Uint8Array, limit: number) =>
    (await import('./content-encoding.ts')).decodeBody(body, limit),
  readBatch: async (body: Uint8Array, limit: number) =>
    (await import('#shared/ingest/batch-request.ts')).readBatch(body, limit),
  readConnectMessage: async (body: Uint8Array, how: ConnectMessage) =>
    (await import('./connect-message.ts')).readConnectMessage(body, how),
  readDatadogInput: async (body: Uint8Array, how: DatadogForm) =>
    (await import('#shared/ingest/datadog-input.ts')).readDatadogInput(body, how),
  readIngestForm: async (body: Uint8Array, boundary: string) =>
    (await import('#shared/ingest/ingest-body.ts')).profileInForm(body, boundary),
  readOtlpMessage: async (body: Uint8Array, how: OtlpMessage) =>
    (await import('./otlp-message.ts')).readOtlpMessage(body, how),
}

/** Of all requests. */
export const BODY_READERS = {
  ...PUSH_READERS,
  analyzeBody: async (body: Uint8Array, how: AnalyzedBody) =>
    (await import('./analysis.ts')).analyzeBody(body, how),
}

export type PushReaders = typeof PUSH_READERS
export type BodyReaders = typeof BODY_READERS
