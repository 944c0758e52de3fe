import * as v from 'valibot'
import { FindingPage } from '#shared/api/answers/finding.ts'
import { Service } from '#shared/api/answers/service.ts'
import type { ProductionLeak } from '#shared/gate/production-leak.ts'
import type { Intention } from '#shared/settings/settings.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { ask, type Server } from './server.ts'

/** What a server knows that a gate asks for. */
export interface Production {
  readonly intended: readonly Intention[]
  readonly ownCode: readonly string[]
  /** Open findings of all services that the token may read, by each of their stacks. */
  readonly leaks: ReadonlyMap<SignatureId, ProductionLeak>
}

/** Findings that are looked at, the most severe first. */
const MOST_PAGES = 10
const PAGE = 100

/** @throws Failure that says what the server refused */
export async function askProduction(server: Server, service: string): Promise<Production> {
  const { settings } = v.parse(
    Service,
    await ask(server, 'GET', `/v1/services/${encodeURIComponent(service)}`),
  )
  const leaks = new Map<SignatureId, ProductionLeak>()
  let next: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      limit: String(PAGE),
      ...(next === undefined ? {} : { cursor: next }),
    })
    const answer = v.parse(FindingPage, await ask(server, 'GET', `/v1/findings?${query}`))
    for (const { id, service: of, state, perHour, since, version, signatures } of answer.items) {
      const leak = { finding: id, service: of, state, perHour, since: Date.parse(since), version }
      // The same stack may leak in several services: the one that is asked for speaks first.
      for (const signature of signatures)
        if (!leaks.has(signature) || of === service) leaks.set(signature, leak)
    }
    next = answer.next
    if (next === undefined) break
  }
  return { intended: settings.intended, ownCode: settings.ownCode, leaks }
}
