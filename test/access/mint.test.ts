import { describe, expect, test } from 'vitest'
import type { Grant } from '#shared/access/grant.ts'
import { EVERYTHING, mint, type WantedToken } from '#shared/access/mint.ts'
import { createToken, TOKEN_BYTES, tokenHash } from '#shared/access/token.ts'

const NOW = Date.parse('2026-09-07T08:30:00.123Z')
const CHANCE = new Uint8Array(TOKEN_BYTES).fill(7)
const minted = (more: Partial<WantedToken> = {}, maker: Grant = EVERYTHING) =>
  mint('acme', { name: 'ci', scopes: ['push'], ...more }, maker, CHANCE, NOW)

describe('a token that is minted', () => {
  test('is made of the chance alone, and kept by its hash with all that was asked', () => {
    const token = createToken('acme', CHANCE)
    expect(minted({ servicePrefix: 'shop/' })).toEqual({
      token,
      record: {
        sha256: tokenHash(token),
        tenant: 'acme',
        name: 'ci',
        scopes: ['push'],
        servicePrefix: 'shop/',
        createdAt: NOW,
        expiresAt: undefined,
      },
    })
    expect(JSON.stringify(minted().record)).not.toContain(token)
  })

  test.each([
    ['in days', { expiresInDays: 30 }, '2026-10-07T08:30:00.000Z'],
    ['at a time', { expiresAt: Date.parse('2026-09-08T00:00:00.999Z') }, '2026-09-08T00:00:00.000Z'],
  ])('that ends %s ends with the second before', (_, wanted, end) => {
    expect(new Date(minted(wanted).record.expiresAt ?? 0).toISOString()).toBe(end)
  })

  test('is refused where it were wider than its maker or outlived it', () => {
    const maker: Grant = { scopes: ['push'], expiresAt: NOW + 3_600_000, servicePrefix: undefined }
    expect(() => minted({ scopes: ['read'], expiresAt: NOW + 60_000 }, maker)).toThrow('none wider')
    expect(() => minted({ expiresInDays: 1 }, maker)).toThrow('none that outlives it')
  })
})
