import type { JudgeLedger } from '#shared/store/judge-ledger.ts'

/**
 * A ledger for the one thread that judges in a data folder: its leases end with it, and no clock ends or holds one.
 *
 * What an earlier run left in the table is taken over at once, since nobody else can live.
 */
export function inProcessLeases(ledger: JudgeLedger): JudgeLedger {
  const owners = new Map<string, string>()
  const nameOf = (tenant: string, service: string, part = ''): string => `${tenant}\n${service}\n${part}`
  const free = (tenant: string, service: string, owner: string, part?: string): void => {
    const name = nameOf(tenant, service, part)
    if (owners.get(name) === owner) owners.delete(name)
  }
  return {
    ...ledger,
    lease: async (tenant, service, owner, until, _now, part) => {
      const name = nameOf(tenant, service, part)
      const holder = owners.get(name)
      if (holder !== undefined && holder !== owner) return false
      owners.set(name, owner)
      try {
        return await ledger.lease(tenant, service, owner, until, Number.MAX_SAFE_INTEGER, part)
      } catch (error) {
        free(tenant, service, owner, part)
        throw error
      }
    },
    advance: async (tenant, service, owner, cursor) => {
      const isOurs = await ledger.advance(tenant, service, owner, cursor)
      free(tenant, service, owner)
      return isOurs
    },
    release: async (tenant, service, owner, part) => {
      free(tenant, service, owner, part)
      await ledger.release(tenant, service, owner, part)
    },
  }
}
