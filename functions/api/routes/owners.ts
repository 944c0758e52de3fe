import { Hono } from 'hono'
import { covers } from '#shared/access/grant.ts'
import { readJson } from '#shared/api/json-body.ts'
import { OwnersPatch } from '#shared/api/owners-schema.ts'
import { Rejection } from '#shared/api/reason.ts'
import { parseOwnerRules } from '#shared/owner/owner-rules.ts'
import type { OwnerText } from '#shared/store/owner-store.ts'
import type { ApiDeps, ApiEnv, Caller, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'
import { admitRevision, changedMeanwhile, etagOf } from '../caller/precondition.ts'

/** Bytes of the rules as JSON: 64 KB of text, escaped. */
const BODY_LIMIT = 160 * 1024

/** `/v1/owners`: who owns what. The rules are of all services, and so is the token that reads or changes them. */
export function ownerRoutes({ owners }: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/', guard('admin'), async (c) => {
      admitAll(c.get('caller'))
      const known = await owners.read(c.get('caller').tenant)
      c.header('etag', etagOf(known.revision))
      return c.json(ownersJson(known))
    })
    .patch('/', guard('admin'), async (c) => {
      const { tenant } = c.get('caller')
      admitAll(c.get('caller'))
      const { text } = readJson(OwnersPatch, await readBody(c, BODY_LIMIT))
      const known = await owners.read(tenant)
      admitRevision(c, known.revision)
      admitRules(text)
      const changed = { text, revision: known.revision + 1 }
      if (!(await owners.put(tenant, changed))) throw changedMeanwhile()
      c.header('etag', etagOf(changed.revision))
      return c.json(ownersJson(changed))
    })
}

const ownersJson = ({ text, revision }: OwnerText) => ({
  text,
  rules: parseOwnerRules(text).rules.length,
  revision,
})

/** @throws Rejection `forbidden` */
function admitAll({ grant }: Caller): void {
  if (covers(grant, '')) return
  throw new Rejection(
    'forbidden',
    `The rules are of all services, and the token is for those that begin with ${grant.servicePrefix}; use one without a prefix.`,
  )
}

/** @throws Rejection `bad-parameter` that names the first line which says nothing */
function admitRules(text: string): void {
  const [problem] = parseOwnerRules(text).problems
  if (problem === undefined) return
  throw new Rejection('bad-parameter', `Line ${problem.line} cannot be read: ${problem.why}.`, {
    actual: text.split('\n')[problem.line - 1]?.trim().slice(0, 200) ?? '',
  })
}
