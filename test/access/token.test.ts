import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createToken, hideTokens, TOKEN_BYTES, tokenHash, tokenId } from '#shared/access/token.ts'

const anyChance = fc.uint8Array({ minLength: TOKEN_BYTES, maxLength: TOKEN_BYTES, size: 'max' })
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The bytes that the digits of a token hold. */
function chanceOf(token: string): Uint8Array {
  const digits = token.slice(token.lastIndexOf('_') + 1)
  const value = [...digits].reduce((sum, digit) => sum * 62n + BigInt(BASE62.indexOf(digit)), 0n)
  return Uint8Array.from(Buffer.from(value.toString(16).padStart(2 * TOKEN_BYTES, '0'), 'hex'))
}

describe('a token', () => {
  it('names itself and its tenant, so that a scanner of secrets finds it', () => {
    fc.assert(
      fc.property(anyChance, (chance) => {
        expect(createToken('acme', chance)).toMatch(/^tdm_acme_[0-9A-Za-z]{43}$/)
      }),
    )
  })

  it('holds all the chance that it was made of', () => {
    fc.assert(
      fc.property(anyChance, (chance) => {
        expect(chanceOf(createToken('acme', chance))).toEqual(chance)
      }),
    )
  })

  it.each([0, 255])('has 43 digits even where every byte is %i', (byte) => {
    const chance = new Uint8Array(TOKEN_BYTES).fill(byte)
    expect(chanceOf(createToken('acme', chance))).toEqual(chance)
    expect(createToken('acme', chance)).toHaveLength('tdm_acme_'.length + 43)
  })

  it.each([0, TOKEN_BYTES - 1, TOKEN_BYTES + 1])('is not made of %i bytes', (length) => {
    expect(() => createToken('acme', new Uint8Array(length))).toThrow(`needs 32 random bytes, got ${length}`)
  })

  it('is kept as its SHA-256, in 64 hex digits', () => {
    const token = createToken('acme', new Uint8Array(TOKEN_BYTES).fill(7))
    expect(tokenHash(token)).toBe(createHash('sha256').update(token, 'utf8').digest('hex'))
    expect(tokenHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('is called by 16 digits of which neither it nor its hash knows any', () => {
    fc.assert(
      fc.property(anyChance, (chance) => {
        const hash = tokenHash(createToken('acme', chance))
        expect(tokenId(hash)).toMatch(/^[0-9a-f]{16}$/)
        expect(tokenId(hash)).toBe(tokenId(hash))
        expect(hash).not.toContain(tokenId(hash))
      }),
    )
  })

  it('is hidden wherever it stands in a text', () => {
    fc.assert(
      fc.property(fc.string(), anyChance, fc.string(), (before, chance, after) => {
        const token = createToken('acme-2', chance)
        const hidden = hideTokens(`${before}/${token}/${token}"${after}`)
        expect(hidden).not.toContain(token.slice(-43))
        expect(hidden).toContain('/tdm_…/tdm_…"')
      }),
    )
  })
})
