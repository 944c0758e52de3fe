import { Hono } from 'hono'
import { readQuery, SocketsQuery } from '#shared/api/schema.ts'
import { endpointText } from '#shared/socket/endpoint.ts'
import type { SocketGroup } from '#shared/socket/grouped-sockets.ts'
import { iso, isoOrNull } from '#shared/time.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** Groups in the answer, the biggest first. */
const SHOWN = 10

/** `POST /v1/sockets`: the output of a tool as the body, whose process it is of in the query. */
export function socketRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('push'), async (c) => {
    const { service, instance, start, version, at, tool } = readQuery(SocketsQuery, c.req.query())
    const { tenant, mayTouch } = c.get('caller')
    mayTouch(service)
    const process = { instance, startedAt: start, session: undefined, version, buildId: undefined }
    const body = await readBody(c, deps.bodyLimit)
    const push = { tenant, service, process, at, tool, body }
    const { ingestSockets } = await import('#shared/ingest/ingest-sockets.ts')
    const { decision, record, sockets, problems, indexed } = await ingestSockets(deps, push, deps.now())
    const { takenAt, groups } = record.grouped
    return c.json(
      {
        id: record.id,
        process: record.process,
        decision,
        tool: record.tool,
        at: iso(takenAt),
        sockets,
        groups: groups.slice(0, SHOWN).map(groupJson),
        problems,
        ...(indexed ? {} : { index: 'queued' }),
      },
      201,
    )
  })
}

const groupJson = ({ side, endpoint, state, count, pid, program, oldestOpenedAt }: SocketGroup) => ({
  side,
  endpoint: endpointText(endpoint),
  state,
  count,
  pid,
  program,
  oldest: isoOrNull(oldestOpenedAt),
})
