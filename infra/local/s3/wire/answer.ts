/** What goes back to the client, and the sentences of XML and headers that several answers share. */

import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { S3Error } from './s3-error.ts'

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A text is XML; a stream comes with its content headers. */
  readonly body?: string | Readable
}

/** `"<md5 in hex>"`, as headers and XML carry it. */
export const quoteEtag = (etag: string): string => `"${etag}"`

/** Sends an answer; to HEAD without its body. */
export async function send(response: ServerResponse, answer: Answer, requestId: string): Promise<void> {
  const { status, headers, body } = answer
  response.writeHead(status, {
    'x-amz-request-id': requestId,
    ...(typeof body === 'string'
      ? { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }
      : {}),
    ...headers,
  })
  if (body === undefined || typeof body === 'string') response.end(body)
  else await pipeline(body, response)
}

/** The `<Error>` document as an answer. */
export function refusal(error: S3Error, resource: string, requestId: string): Answer {
  return { status: error.status, body: error.toXml(resource, requestId) }
}
