import { quantile } from 'd3-array'
import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import type { Signature } from '#shared/signature/signature.ts'
import { areAsMany, TWIN_SLACK } from '#shared/signature/twins.ts'
import { median } from '#shared/statistics/median.ts'
import type { Growing } from '../growth/growth.ts'

/** Twins that grow may differ by this share of their growth, too. */
const SLACK = 0.1

/** Of a library as many start at once as it needs: 3 of gRPC's serializers to 1 reader, recorded 2026-09. */
const MOST_TO_ONE = 4

/** A signature with the lives in which it grows. */
export interface Candidate {
  readonly signature: Pick<Signature, 'entry' | 'ownCode'>
  readonly growing: readonly Growing[]
}

/**
 * Groups candidates that rise together in every life that both grow in: one for one, or in one library some to one.
 */
export function groupTwins<C extends Candidate>(candidates: readonly C[]): [C, ...C[]][] {
  const groups: [C, ...C[]][] = []
  for (const candidate of candidates) {
    const group = groups.find(([first]) => areTwins(first, candidate))
    if (group === undefined) groups.push([candidate])
    else group.push(candidate)
  }
  return groups
}

function areTwins(a: Candidate, b: Candidate): boolean {
  const shared = a.growing.flatMap((one) => {
    const other = b.growing.find(({ life }) => life.series === one.life.series)
    return other === undefined ? [] : [[one, other] as const]
  })
  const most = Math.max(a.growing.length, b.growing.length)
  if (shared.length === 0 || shared.length * 2 < most) return false
  const numbers = libraryOf(a) !== undefined && libraryOf(a) === libraryOf(b) ? MOST_TO_ONE : 1
  return Array.from({ length: numbers }, (_, i) => i + 1).some(
    (number) =>
      shared.every(([one, other]) => riseTogether(one, other, number)) ||
      shared.every(([one, other]) => riseTogether(other, one, number)),
  )
}

/** `google.golang.org/grpc`, `net/http`: where a goroutine of a library begins; undefined for own code. */
function libraryOf({ signature: { entry, ownCode } }: Candidate): string | undefined {
  if (entry === undefined || ownCode !== undefined || ownerOf(entry) === 'own') return undefined
  const path = packageOf(entry)
  return ownerOf(entry) === 'standard' ? path : path.split('/', 2).join('/')
}

/** The difference of both counts stays what it was, and each is of about the other's growth; `number` of b to one a. */
function riseTogether(a: Growing, b: Growing, number: number): boolean {
  const [growthA, growthB] = [growthOf(a) * number, growthOf(b)]
  const slack = Math.max(TWIN_SLACK, SLACK * Math.max(growthA, growthB))
  if (!areAsMany(growthA, growthB, slack)) return false
  const [x, y] = [a.life.counts.last, b.life.counts.last]
  const differences = x.map((value, i) => value * number - (y[i] as number))
  const middle = median(differences)
  const spread =
    quantile(
      differences.map((value) => Math.abs(value - middle)),
      0.9,
    ) ?? 0
  return spread <= slack
}

const growthOf = ({ life }: Growing): number => life.lastLevel - life.firstLevel
