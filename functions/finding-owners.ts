import type { Finding } from '#shared/finding/finding.ts'
import { parseOwnerRules } from '#shared/owner/owner-rules.ts'
import { ownersOf } from '#shared/owner/owners-of.ts'
import type { Directory } from '#shared/store/directory.ts'
import type { OwnerStore } from '#shared/store/owner-store.ts'

export interface OwnerDeps {
  readonly owners: OwnerStore
  readonly directory: Pick<Directory, 'service' | 'services'>
}

/** Who owns a finding, none where nobody said. */
export type OwnersOf = (finding: Finding) => readonly string[]

/**
 * Reads the rules of a tenant and what the settings of its services say.
 *
 * @param services the names that will be asked about: one costs a get, several a query of all services
 */
export async function findingOwners(
  { owners, directory }: OwnerDeps,
  tenant: string,
  services: Iterable<string>,
): Promise<OwnersOf> {
  const names = new Set(services)
  if (names.size === 0) return () => []
  const [{ text }, bySettings] = await Promise.all([
    owners.read(tenant),
    settingsOwners(directory, tenant, names),
  ])
  const rules = parseOwnerRules(text)
  return ({ service, verdict: { members } }) =>
    ownersOf(rules, { service, ownCode: members[0].ownCode, settingsOwner: bySettings.get(service) })
}

async function settingsOwners(
  directory: OwnerDeps['directory'],
  tenant: string,
  names: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const [only = ''] = names
  const known = names.size === 1 ? [await directory.service(tenant, only)] : directory.services(tenant)
  for await (const service of known)
    if (service?.settings.owner !== undefined) found.set(service.name, service.settings.owner)
  return found
}

/** Who owns a service as a whole, by the same rules; a rule for a package says nothing of it. */
export async function serviceOwners(
  { owners }: Pick<OwnerDeps, 'owners'>,
  tenant: string,
  service: string,
  settingsOwner: string | undefined,
): Promise<readonly string[]> {
  const { text } = await owners.read(tenant)
  return ownersOf(parseOwnerRules(text), { service, ownCode: undefined, settingsOwner })
}
