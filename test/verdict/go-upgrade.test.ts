/**
 * A program that is built by a newer Go, whose compiler names and whose library stacks its goroutines otherwise:
 * test/fixtures/upgrade, `parcels-main.go.txt` run as `parcels 6 out` (`-trimpath`, linux/amd64).
 *
 * Go 1.22 inlines `deliver` into the wrapper of its `go` statement and names its closure after that; the
 * `sync.Map` of Go 1.24 stands with two more frames below `Range`.
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
import type { Moment } from '#shared/trend/block.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, livesFrom, START } from '#test/support/lives.ts'

const DELIVERS = 'main.(*dispatcher).deliver'
/** Days that each build runs. */
const DAYS = 3
/** The process restarts with the new Go. */
const UPGRADE = START + DAYS * DAY
const END = UPGRADE + DAYS * DAY

/** What one real dump counts, by signature. */
interface Counted {
  readonly signatures: readonly Signature[]
  readonly counts: ReadonlyMap<SignatureId, number>
  readonly delivers: Signature
}

async function counted(version: string): Promise<Counted> {
  const file = new URL(`../fixtures/upgrade/parcels.${version}.debug2.txt`, import.meta.url)
  const reading = await readProfile(readFileSync(file), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  const { signatures, sightings } = signProfile(reading.profile)
  const delivers = signatures.find(({ entry }) => entry === DELIVERS)
  if (delivers === undefined) throw new Error(`no stack of ${version} begins in ${DELIVERS}`)
  return {
    signatures,
    delivers,
    counts: new Map(sightings.map(({ signature, count }) => [signature, count])),
  }
}

let before: Counted
let after: Counted
beforeAll(async () => {
  ;[before, after] = await Promise.all([counted('go1.21'), counted('go1.26')])
})

/** One build from a time on, a dump each ten minutes; `perHour` deliveries wait for good. */
const momentsOf = ({ counts, delivers }: Counted, from: number, perHour: number): Moment[] =>
  Array.from({ length: DAYS * 144 }, (_, i) => {
    const stuck = Math.floor((i / 6) * perHour)
    return {
      at: from + i * 10 * MINUTE,
      counts: new Map(counts).set(delivers.id, (counts.get(delivers.id) ?? 0) + stuck),
    }
  })

/** The lives that somebody knows at a time. */
const livesAt = (now: number, perHour: number): LifeSeries[] =>
  (
    [
      [before, START, 'go1.21'],
      [after, UPGRADE, 'go1.26'],
    ] as const
  ).flatMap(([build, startedAt, version]) => {
    const known = momentsOf(build, startedAt, perHour).filter(({ at }) => at <= now)
    return known.length === 0 ? [] : livesFrom(known, { startedAt, version })
  })

const judgeAt = (now: number, perHour: number) =>
  judge(inputOf(livesAt(now, perHour), [...before.signatures, ...after.signatures]))

/** The findings after runs of the judge every two hours. */
function findingsOf(perHour: number): Finding[] {
  let findings: Finding[] = []
  for (let now = START + 2 * HOUR; now <= END; now += 2 * HOUR) {
    const changed = nextFindings('parcels', findings, judgeAt(now, perHour).verdicts, now)
    const ids = new Set(changed.map(({ id }) => id))
    findings = [...findings.filter(({ id }) => !ids.has(id)), ...changed]
  }
  return findings
}

it('the two builds give the same goroutines two signatures with one entry function', () => {
  expect(before.delivers.id).not.toBe(after.delivers.id)
  expect(before.delivers.frames).toEqual(['main.(*dispatcher).deliver.func1', 'sync.(*Map).Range', DELIVERS])
  expect(after.delivers.frames).toEqual([
    'main.main.gowrap2.(*dispatcher).deliver.1',
    'internal/sync.(*HashTrieMap[...]).iter',
    'internal/sync.(*HashTrieMap[...]).Range',
    'sync.(*Map).Range',
    DELIVERS,
  ])
})

describe.each([
  ['slow', 0.5],
  ['plain', 6],
  ['fast', 60],
])('a %s leak whose process restarts with the newer Go', (_, perHour) => {
  it('is one verdict, since before the upgrade', () => {
    const { verdicts } = judgeAt(END, perHour)
    expect(verdicts).toHaveLength(1)
    expect(verdicts).toMatchObject([{ tier: 'probable', version: 'go1.21', seen: 'growing' }])
    expect(verdicts[0]?.since).toBeLessThan(UPGRADE)
    expect(Math.abs((verdicts[0]?.perHour ?? 0) / perHour - 1)).toBeLessThan(0.15)
  })

  it('is one finding, which is never called resolved', () => {
    const findings = findingsOf(perHour)
    expect(findings.map(({ id }) => id)).toEqual([before.delivers.id])
    const [{ history, verdict }] = findings as [Finding]
    expect(history.map(({ to }) => to)).not.toContain('resolved')
    expect(history.map(({ to }) => to)).not.toContain('escalating')
    expect(verdict.since).toBeLessThan(UPGRADE)
  })
})

it('a leak that the new build has no more is resolved, not carried on by its healthy stack', () => {
  const lives = [
    ...livesFrom(momentsOf(before, START, 6), { startedAt: START, version: 'go1.21' }),
    ...livesFrom(momentsOf(after, UPGRADE, 0), { startedAt: UPGRADE, version: 'go1.26' }),
  ]
  const { verdicts } = judge(inputOf(lives, [...before.signatures, ...after.signatures]))
  expect(verdicts).toMatchObject([{ seen: 'fixed', healed: { version: 'go1.26' } }])
})

it('a healthy service has no verdict and no finding by the upgrade', () => {
  const { verdicts, others } = judgeAt(END, 0)
  expect(verdicts).toEqual([])
  expect(others.filter(({ verdict }) => verdict !== 'stable' && verdict !== 'benign')).toEqual([])
  expect(findingsOf(0)).toEqual([])
})
