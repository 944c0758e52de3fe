import { describe, expect, it } from 'vitest'
import type { Signature } from '#shared/signature/signature.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, noisy, signatureOf } from '#test/support/lives.ts'
import * as shape from '../shapes.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP } from '../stacks.ts'

const SIGNATURES = [BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, WRITE_LOOP]

function verdictsOn(counts: Readonly<Record<string, readonly number[]>>) {
  const { verdicts } = judge(inputOf([lifeOf(counts)], SIGNATURES))
  return verdicts.map(({ members, cause, tier, perHour }) => ({
    members: members.map(({ signature }) => signature),
    cause: cause?.id,
    tier,
    perHour,
  }))
}

describe('twins', () => {
  it.each([
    { name: 'readLoop under Peek', give: IDLE_READ_LOOP, want: '2' },
    { name: 'readLoop bare', give: BUSY_READ_LOOP, want: '1' },
  ])('calls $name with its writeLoop one finding of cause $want', ({ give, want }) => {
    expect(verdictsOn({ [WRITE_LOOP.id]: shape.leak, [give.id]: shape.leak })).toEqual([
      { members: [give.id, WRITE_LOOP.id], cause: want, tier: 'probable', perHour: 10 },
    ])
  })

  it.each([
    { name: 'that differ by three goroutines', give: noisy(shape.leak, 8, 1).map((count) => count + 2) },
    { name: 'of which one has healthy ones beside it', give: shape.leak.map((count) => count + 400) },
  ])('merges two $name', ({ give }) => {
    expect(verdictsOn({ [IDLE_READ_LOOP.id]: shape.leak, [WRITE_LOOP.id]: give })).toHaveLength(1)
  })

  it.each([
    { name: 'only share the shape', give: shape.leak.map((count) => 2 * count) },
    {
      name: 'end at one count and rise at other times',
      give: shape.lateLeak.map((count) => Math.floor(count * 1.7)),
    },
    { name: 'begin at other times', give: counted(shape.HOURS, (hour) => 20 + 12 * Math.max(0, hour - 28)) },
  ])('keeps two apart that $name', ({ give }) => {
    const verdicts = verdictsOn({ [IDLE_READ_LOOP.id]: shape.leak, [OWN_WORKER.id]: give })
    expect(verdicts.map(({ members }) => members)).toEqual(
      expect.arrayContaining([[IDLE_READ_LOOP.id], [OWN_WORKER.id]]),
    )
    expect(verdicts).toHaveLength(2)
  })

  it('are also what a library starts more than one of at once', () => {
    const [serializer, reader] = [
      'internal/grpcsync.(*CallbackSerializer).run',
      'internal/transport.(*http2Client).reader',
    ].map((name) => signatureOf([`google.golang.org/grpc/${name}`])) as [Signature, Signature]
    const counts = { [serializer.id]: shape.leak.map((count) => 3 * count), [reader.id]: shape.leak }
    const { verdicts } = judge(inputOf([lifeOf(counts)], [serializer, reader]))
    expect(verdicts).toMatchObject([
      { members: [{ signature: serializer.id }, { signature: reader.id }], perHour: 20 },
    ])
    expect(verdicts[0]?.cause?.id).toBe('34')
  })

  it('have the cause that stands first in the catalogue', () => {
    const [opener, resetter] = ['connectionOpener', 'connectionResetter'].map((name) =>
      signatureOf([`database/sql.(*DB).${name}`]),
    ) as [Signature, Signature]
    const counts = { [opener.id]: shape.leak, [resetter.id]: shape.leak }
    expect(judge(inputOf([lifeOf(counts)], [opener, resetter])).verdicts).toMatchObject([
      { cause: { id: '11' } },
    ])
  })

  it('names a leak by its known cause, then by own code, then by growth', () => {
    const same = {
      [OWN_WORKER.id]: shape.leak,
      [WRITE_LOOP.id]: shape.leak.map((count) => Math.ceil(count * 1.05)),
    }
    expect(verdictsOn(same)).toMatchObject([{ members: [OWN_WORKER.id, WRITE_LOOP.id], cause: undefined }])
    expect(verdictsOn({ ...same, [BUSY_READ_LOOP.id]: shape.leak })).toMatchObject([
      { members: [BUSY_READ_LOOP.id, OWN_WORKER.id, WRITE_LOOP.id], cause: '1' },
    ])
  })
})
