import type { Finding } from '#shared/finding/finding.ts'
import { stacksBehind } from '#shared/finding/without-growth.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { ApiDeps } from '../api-deps.ts'

/** All stacks of a finding in some lives, also under former names; of a family those with its entry function. */
export async function stacksOf(
  { signatures }: Pick<ApiDeps, 'signatures'>,
  tenant: string,
  { service, verdict: { members } }: Finding,
  lives: readonly LifeSeries[],
): Promise<SignatureId[]> {
  const seen = [...new Set(lives.flatMap(({ counts }) => [...counts.keys()]))]
  const known = members.some(({ stacks }) => stacks > 1)
    ? await signatures.getMany(tenant, service, seen)
    : new Map()
  return [...new Set(members.flatMap((member) => stacksBehind(member, known)))]
}
