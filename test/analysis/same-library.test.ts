import { describe, expect, it } from 'vitest'
import { diagnosisOf } from '#shared/analysis/known-cause.ts'
import { withSameLibrary } from '#shared/analysis/same-library.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import { signatureOf } from '#test/support/lives.ts'

const CONTEXT = { tellsAges: false, known: { hasLeakProfile: false } }
const NATS = 'github.com/nats-io/nats.go'

const seen = (entry: string, count: number, state = 'select') => {
  const signature: Signature = { ...signatureOf([entry]), entry, ownCode: undefined }
  const sighting: Sighting = {
    signature: signature.id,
    count,
    leaked: 0,
    states: new Map([[state, count]]),
    ages: undefined,
    labelKeys: new Map(),
  }
  return { signature, sighting }
}

const idsOf = (...stacks: readonly ReturnType<typeof seen>[]) =>
  withSameLibrary(
    stacks,
    stacks.map((stack) => diagnosisOf(stack, CONTEXT)),
  ).map(({ cause }) => cause?.id)

describe('goroutines that no entry names', () => {
  const reader = seen(`${NATS}.(*Conn).readLoop`, 40, 'IO wait')

  it('have the cause of those of the same library that are as many', () => {
    expect(idsOf(reader, seen(`${NATS}/heart.(*beat).run`, 41))).toEqual(['52', '52'])
  })

  it.each([
    ['are more', seen(`${NATS}/heart.(*beat).run`, 80)],
    ['are few', seen(`${NATS}/heart.(*beat).run`, 4)],
    ['are of another library', seen('github.com/nats-io/jwt.(*store).run', 40)],
  ])('do not where they %s', (_, other) => {
    expect(idsOf(reader, other)).toEqual(['52', undefined])
  })

  it('do not have a cause that only the shape of a wait tells', () => {
    const sender = seen('github.com/cart/shop.(*Store).send', 40, 'chan send')
    expect(idsOf(sender, seen('github.com/cart/shop.(*Store).wait', 40))).toEqual(['74', undefined])
  })
})
