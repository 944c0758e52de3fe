import { createSecret } from '#shared/delivery/signature.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'

/** A webhook for all services and owners that takes JSON; times are milliseconds since the epoch. */
export const webhookAt = (url: string, createdAt: number, more: Partial<Webhook> = {}): Webhook => ({
  id: 'hook',
  name: 'chat',
  url,
  kind: 'json',
  secret: createSecret(new Uint8Array(32)),
  token: undefined,
  user: undefined,
  issueType: undefined,
  servicePrefix: undefined,
  owner: undefined,
  reports: true,
  createdAt,
  ...more,
})
