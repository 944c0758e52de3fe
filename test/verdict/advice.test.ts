/** What a verdict advises depends on the Go of the process and on what the runtime proves. */

import { expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import { explain } from '#shared/verdict/judge/explain.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { counted, inputOf, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const READ_LOOP = signatureOf(['net/http.(*persistConn).readLoop'])
const HTTP2 = signatureOf(['net/http/internal/http2.(*serverConn).serve', 'net/http.(*conn).serve'])

/** The verdict on unread bodies in a process with these labels. */
function causeOf(
  labels: Record<string, string>,
  { http2 = false, leaked }: { http2?: boolean; leaked?: number } = {},
) {
  const life = lifeOf({
    [READ_LOOP.id]: counted(48, (hour) => 20 + 6 * hour),
    ...(http2 ? { [HTTP2.id]: counted(48, () => 3) } : {}),
  })
  const process = { ...life.process, labels }
  const evidence: ProcessEvidence[] =
    leaked === undefined
      ? []
      : [
          {
            process: process.id,
            dumps: [],
            proofs: [1, 2].map((i) => ({
              at: START + i * HOUR,
              leaked: new Map([[READ_LOOP.id, leaked * i]]),
            })),
          },
        ]
  const states = new Map([[READ_LOOP.id, new Map([['select', 300]])]])
  const input = { ...inputOf([{ ...life, process }], [READ_LOOP, HTTP2], states), evidence }
  const { verdicts } = judge(input)
  expect(verdicts).toHaveLength(1)
  const [verdict] = verdicts
  const told = verdict && explain('checkout', verdict, input.now)
  expect(told).toContain(verdict?.cause?.why ?? '-')
  expect(told).toContain(verdict?.cause?.fix ?? '-')
  return verdict?.cause
}

it('says nothing of Go 1.27 where the Go is not known, or an older one', () => {
  expect(causeOf({})?.why).not.toContain('1.27')
  expect(causeOf({ 'process.runtime.version': 'go1.26.8' })?.why).not.toContain('1.27')
})

it('knows Go 1.27 by a label, or by the names of its HTTP/2', () => {
  expect(causeOf({ 'process.runtime.version': 'go1.27.4' })?.why).toContain('Since Go 1.27 Close reads')
  expect(causeOf({}, { http2: true })?.why).toContain('Since Go 1.27 Close reads')
})

it('tells by a proof whether something holds the transport', () => {
  expect(causeOf({}, { leaked: 30 })?.why).toContain('Their http.Transport is gone too')
  expect(causeOf({}, { leaked: 0 })?.why).toContain('something still holds their http.Transport')
})
