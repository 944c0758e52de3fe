import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import type { Moment } from '#shared/trend/block.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { inputOf, livesFrom, START } from '#test/support/lives.ts'

/** One program, dumped in two forms by each of these Go versions. */
const VERSIONS = ['1.19', '1.21', '1.24', '1.27'] as const
const FORMS = ['debug0.pb.gz', 'debug2.txt'] as const
/** Ten minutes from dump to dump, and so many a Go version. */
const DUMPS = 144
const SENDS = 'main.worker'

/** What one real dump counts, by signature. */
interface Counted {
  readonly signatures: readonly Signature[]
  readonly counts: ReadonlyMap<SignatureId, number>
}

async function counted(version: string, form: string): Promise<Counted> {
  const file = new URL(`../fixtures/goroutine/go${version}.goroutine.${form}`, import.meta.url)
  const reading = await readProfile(readFileSync(file), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  const { signatures, sightings } = signProfile(reading.profile)
  return { signatures, counts: new Map(sightings.map(({ signature, count }) => [signature, count])) }
}

let dumps: Counted[][]
beforeAll(async () => {
  dumps = await Promise.all(
    VERSIONS.map((version) => Promise.all(FORMS.map((form) => counted(version, form)))),
  )
})

/** A day of one life: the forms by turns; two more an hour of the leaking signature where it leaks. */
const dayOf = (forms: readonly Counted[], from: number, leaking: SignatureId | undefined): Moment[] =>
  Array.from({ length: DUMPS }, (_, i) => {
    const counts = new Map(forms[i % forms.length]?.counts)
    if (leaking !== undefined) counts.set(leaking, (counts.get(leaking) ?? 0) + Math.floor(i / 3))
    return { at: from + i * 10 * MINUTE, counts }
  })

/** Lives of a day each, one built by each Go version. */
function judgeUpgrades(leaks: boolean) {
  const signatures = dumps.flat().flatMap((one) => one.signatures)
  const leaking = signatures.find(({ frames }) => frames.at(-1) === SENDS)?.id
  if (leaking === undefined) throw new Error(`no stack of these dumps begins in ${SENDS}`)
  const lives = dumps.flatMap((forms, day) => {
    const startedAt = START + day * 24 * HOUR
    const facts = { startedAt, version: `go${VERSIONS[day]}` }
    return livesFrom(dayOf(forms, startedAt, leaks ? leaking : undefined), facts)
  })
  return { leaking, ...judge(inputOf(lives, signatures)) }
}

describe('a program that is built by newer Go versions while it is watched, in two forms by turns', () => {
  it('has one leak, in all four lives, since the first of them', () => {
    const { leaking, verdicts } = judgeUpgrades(true)
    expect(verdicts.map(({ members }) => members.map(({ signature }) => signature))).toEqual([[leaking]])
    expect(verdicts).toMatchObject([{ tier: 'probable', version: 'go1.19', lives: { growing: 4, of: 4 } }])
  })

  it('has none where none leaks: neither a form nor a version moves a count', () => {
    const { verdicts, others } = judgeUpgrades(false)
    expect(verdicts).toEqual([])
    expect(others.filter(({ verdict }) => verdict !== 'stable' && verdict !== 'benign')).toEqual([])
  })
})
