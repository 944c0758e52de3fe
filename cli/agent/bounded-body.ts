/** A body that has more bytes than are taken. */
export class TooLarge extends Error {
  /** @param limit bytes */
  constructor(limit: number) {
    super(`more than ${limit} bytes`)
  }
}

/** The bytes of a body, which is let go as soon as it passes the limit. @throws TooLarge */
export async function boundedBody(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    // Leaving the loop cancels the stream and with it the connection.
    if (size > limit) throw new TooLarge(limit)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, size))
}
