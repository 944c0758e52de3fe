import { expect, test } from 'vitest'
import { webhookReach } from '#functions/env.ts'

test('webhooks lie in public, unless the environment says otherwise in so many words', () => {
  expect(webhookReach({})).toBe('public')
  expect(webhookReach({ WEBHOOK_PRIVATE_TARGETS: '' })).toBe('public')
  expect(webhookReach({ WEBHOOK_PRIVATE_TARGETS: 'allow' })).toBe('private too')
})

test.each(['true', '1', 'ALLOW', 'deny'])('a start with "%s" private targets fails', (text) => {
  expect(() => webhookReach({ WEBHOOK_PRIVATE_TARGETS: text })).toThrow(
    `WEBHOOK_PRIVATE_TARGETS is ${text}; it must be allow, or not be there`,
  )
})
