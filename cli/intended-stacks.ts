import type { Intention } from '#shared/settings/settings.ts'
import type { Signature } from '#shared/signature/signature.ts'
import { processId } from '#shared/trend/process.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { assessGrowth } from '#shared/verdict/growth/ask.ts'
import { intendedBy } from '#shared/verdict/judge/intended.ts'
import { signatureLife } from '#shared/verdict/life/signature-life.ts'

/** Says of the stacks of one dump what the judge says of those of a service: that the settings mean them to stay. */
export const intendedOf =
  (intentions: readonly Intention[]) =>
  (signature: Signature, count: number): string | undefined => {
    const life = lifeOf(signature, count)
    const counts = life.counts.get(signature.id)
    const growths = counts === undefined ? [] : [assessGrowth(signatureLife(life, signature.id, counts))]
    return intendedBy(intentions, signature, growths, [life])?.why
  }

/** One snapshot of one process, of which nobody knows more. */
function lifeOf({ id }: Signature, count: number): LifeSeries {
  const [at, row] = [0, Float64Array.of(count)]
  const facts = {
    instance: 'dump',
    startedAt: at,
    session: undefined,
    version: undefined,
    buildId: undefined,
  }
  return {
    process: { ...facts, id: processId(facts), labels: {}, firstSeen: at, lastSeen: at },
    life: 0,
    times: Float64Array.of(at),
    counts: new Map([[id, { low: row, high: row, last: row }]]),
  }
}
