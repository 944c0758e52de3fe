/**
 * A leak of HTTP/2 connections that goes on when the program is rebuilt with Go 1.27, which names HTTP/2 anew and calls
 * TLS otherwise: test/fixtures/http2, one program from Go 1.26.8 and 1.27.4.
 */

import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { successionsOf } from '#shared/verdict/life/succession.ts'
import { inputOf, livesFrom, START } from '#test/support/lives.ts'

const DAYS = 3
const UPGRADE = START + DAYS * DAY
const END = UPGRADE + DAYS * DAY

interface Build {
  readonly signatures: readonly Signature[]
  readonly counts: ReadonlyMap<SignatureId, number>
}

async function build(file: string): Promise<Build> {
  const body = readFileSync(new URL(`../fixtures/http2/${file}`, import.meta.url))
  const reading = await readProfile(body, DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  const { signatures, sightings } = signProfile(reading.profile)
  return { signatures, counts: new Map(sightings.map(({ signature, count }) => [signature, count])) }
}

let builds: readonly [Build, Build]
beforeAll(async () => {
  builds = [await build('go1.26.debug0.pb.gz'), await build('go1.27.debug0.pb.gz')]
})

const startedAs = ({ signatures }: Build, entry: RegExp): Signature =>
  signatures.find((one) => entry.test(one.entry ?? '')) as Signature

/** A build for three days, a dump each ten minutes; `perHour` goroutines begin in `entry` and stay. */
const lifeOf = (known: Build, from: number, entry: RegExp, perHour: number, until = END): LifeSeries[] => {
  const { id } = startedAs(known, entry)
  const moments = Array.from({ length: DAYS * 144 }, (_, i) => ({
    at: from + i * 10 * MINUTE,
    counts: new Map(known.counts).set(id, (known.counts.get(id) ?? 0) + Math.floor((i / 6) * perHour)),
  })).filter(({ at }) => at <= until)
  return moments.length === 0
    ? []
    : livesFrom(moments, { startedAt: from, version: from === START ? 'v1' : 'v2' })
}

const livesAt = (entry: RegExp, perHour: number, until = END): LifeSeries[] => [
  ...lifeOf(builds[0], START, entry, perHour, until),
  ...lifeOf(builds[1], UPGRADE, entry, perHour, until),
]

const judgeAt = (entry: RegExp, perHour: number, until = END) =>
  judge(inputOf(livesAt(entry, perHour, until), [...builds[0].signatures, ...builds[1].signatures]))

describe.each([
  ['the read loop of a client', /ClientConn\)\.readLoop$/, '6'],
  ['a request of a client', /clientStream\)\.doRequest$/, '176'],
  ['the handler of a server', /serverConn\)\.runHandler$/, undefined],
])('a leak in %s', (_, entry, cause) => {
  it('is one verdict, since before the upgrade, in the names of the newer Go', () => {
    const { verdicts } = judgeAt(entry, 6)
    expect(verdicts).toHaveLength(1)
    expect(verdicts).toMatchObject([{ version: 'v1', seen: 'growing', lives: { growing: 2, of: 2 } }])
    expect(verdicts[0]?.since).toBeLessThan(UPGRADE)
    expect(verdicts[0]?.cause?.id).toBe(cause)
    expect(verdicts[0]?.members[0].entry).toMatch(/^net\/http\/internal\/http2\./)
  })

  it('is one finding with one history', () => {
    let findings: Finding[] = []
    for (let now = START + 8 * HOUR; now <= END; now += 8 * HOUR) {
      const changed = nextFindings('edge', findings, judgeAt(entry, 6, now).verdicts, now)
      const ids = new Set(changed.map(({ id }) => id))
      findings = [...findings.filter(({ id }) => !ids.has(id)), ...changed]
    }
    expect(findings).toHaveLength(1)
    expect(findings[0]?.history.map(({ to }) => to)).not.toContain('resolved')
  })
})

it('a healthy service has no verdict by the upgrade', () => {
  expect(judgeAt(/readLoop$/, 0).verdicts).toEqual([])
})

it('each stack of the older build but its own code goes on as one of the newer', () => {
  const lives = livesAt(/readLoop$/, 0)
  const known = new Map([...builds[0].signatures, ...builds[1].signatures].map((one) => [one.id, one]))
  const successions = successionsOf(lives, known)
  const older = new Set([...successions.values()].flat())
  const alone = [...builds[0].counts.keys()].filter((id) => !older.has(id) && !builds[1].counts.has(id))
  expect(alone.map((id) => known.get(id)?.frames)).toEqual([])
})
