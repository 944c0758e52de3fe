import { createHmac } from 'node:crypto'

/** Bytes of chance in a secret: as many as the hash has. */
export const SECRET_BYTES = 32
const PREFIX = 'whsec_'

/** A secret as a receiver keeps it. @param chance `SECRET_BYTES` random bytes */
export const createSecret = (chance: Uint8Array): string => PREFIX + Buffer.from(chance).toString('base64')

/**
 * Headers that prove where a body comes from, as Standard Webhooks 1.0 has them
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 *
 * @param at milliseconds since the epoch
 */
export function signedHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
