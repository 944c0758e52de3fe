import { gunzipSync } from 'node:zlib'

/** Everything that an answer says: its headers, and its body after gunzip. */
export async function saidBy(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const body = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
  return `${[...response.headers].join('\n')}\n\n${body.toString()}`
}
