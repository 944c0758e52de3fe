import type { JudgeLedger } from '#shared/store/judge-ledger.ts'

/**
 * A ledger for the one thread that judges in a data folder: its leases end with it, and no clock ends or holds one.
 *
 * What an earlier run left in the table is taken over at once, since nobody else can live.
 */
export function inProcessLeases(ledger: JudgeLedger): JudgeLedger {
  const owners = new Map<string, string>()
  const nameOf = (tenant: string, service: string): string => `${tenant}\n${service}`
  const free = (tenant: string, service: string, owner: string): void => {
    if (owners.get(nameOf(tenant, service)) === owner) owners.delete(nameOf(tenant, service))
  }
  return {
    ...ledger,
    lease: async (tenant, service, owner, until) => {
      const holder = owners.get(nameOf(tenant, service))
      if (holder !== undefined && holder !== owner) return false
      owners.set(nameOf(tenant, service), owner)
      try {
        return await ledger.lease(tenant, service, owner, until, Number.MAX_SAFE_INTEGER)
      } catch (error) {
        free(tenant, service, owner)
        throw error
      }
    },
    advance: async (tenant, service, owner, cursor) => {
      const isOurs = await ledger.advance(tenant, service, owner, cursor)
      free(tenant, service, owner)
      return isOurs
    },
    release: async (tenant, service, owner) => {
      free(tenant, service, owner)
      await ledger.release(tenant, service, owner)
    },
  }
}
