import { expect, test } from 'vitest'
import type { Directory } from '#shared/store/directory.ts'
import type { Process } from '#shared/trend/process.ts'
import { all, freshName } from '#test/support/stores.ts'

/** Names that begin with each other, in the order of their bytes. */
const NAMES = ['api', 'api-v2', 'api.internal', 'api/admin', 'api:8080', 'api_x', 'apis']

/** Services of a tenant and processes of a service, by name. */
export function directoryContract(make: () => Directory): void {
  const process = (id: string, more: Partial<Process> = {}): Process => ({
    id,
    instance: 'web-1',
    startedAt: undefined,
    session: undefined,
    version: undefined,
    buildId: undefined,
    labels: {},
    firstSeen: 1_000,
    lastSeen: 1_000,
    ...more,
  })

  test('a service is known from its first sight, and again changes nothing', async () => {
    const tenant = freshName('tenant')
    expect(await make().service(tenant, 'api')).toBeUndefined()
    await make().addService(tenant, 'api', 5)
    const fresh = { name: 'api', firstSeen: 5, lastJudged: undefined, openFindings: 0 }
    expect(await make().service(tenant, 'api')).toEqual(fresh)
    await make().setJudged(tenant, 'api', 7, 3)
    await make().addService(tenant, 'api', 9)
    expect(await make().service(tenant, 'api')).toEqual({ ...fresh, lastJudged: 7, openFindings: 3 })
  })

  test('services are listed by name, from any of them on, each tenant its own', async () => {
    const tenant = freshName('tenant')
    for (const name of NAMES.toReversed()) await make().addService(tenant, name, 1)
    await make().addService(`${tenant}x`, 'another', 1)
    const listed = async (after?: string) =>
      (await all(make().services(tenant, after))).map(({ name }) => name)
    expect(await listed()).toEqual(NAMES)
    for (const [i, name] of NAMES.entries()) expect(await listed(name)).toEqual(NAMES.slice(i + 1))
    expect(await listed('api-v1')).toEqual(NAMES.slice(1))
  })

  test('processes are listed by id, from any of them on, each service its own', async () => {
    const tenant = freshName('tenant')
    const ids = NAMES.flatMap((instance) => [`${instance}@20260907T050000Z`, `${instance}@version-v1.2+a`])
    for (const id of ids.toReversed()) await make().sawProcess(tenant, 'api', process(id))
    await make().sawProcess(tenant, 'apis', process('other@unmarked'))
    const listed = async (after?: string) =>
      (await all(make().processes(tenant, 'api', after))).map(({ id }) => id)
    const sorted = ids.toSorted()
    expect(await listed()).toEqual(sorted)
    for (const [i, id] of sorted.entries()) expect(await listed(id)).toEqual(sorted.slice(i + 1))
  })

  test('a process comes back with all that was said of it', async () => {
    const tenant = freshName('tenant')
    const full = process('web-1@20260907T050000Z', {
      startedAt: 1_788_757_200_000,
      session: 'ab12',
      version: 'v1',
      buildId: 'b0',
      labels: { env: 'prod', 'k8s.pod': 'ü' },
    })
    await make().sawProcess(tenant, 'api', full)
    expect(await make().process(tenant, 'api', full.id)).toEqual(full)
    expect(await make().process(tenant, 'api', 'web-2@unmarked')).toBeUndefined()
  })

  test('a process that is seen again keeps its first time and takes what is newer', async () => {
    const tenant = freshName('tenant')
    await make().sawProcess(tenant, 'api', process('p', { buildId: 'b0', labels: { env: 'old' } }))
    const later = process('p', { firstSeen: 2_000, lastSeen: 2_000, version: 'v2', labels: { env: 'new' } })
    await make().sawProcess(tenant, 'api', later)
    const known = { ...later, firstSeen: 1_000, buildId: 'b0' }
    expect(await make().process(tenant, 'api', 'p')).toEqual(known)
  })

  test('a snapshot that comes late only fills in what was not known', async () => {
    const tenant = freshName('tenant')
    const known = process('p', { lastSeen: 2_000, version: 'v2', labels: { env: 'new' } })
    await make().sawProcess(tenant, 'api', known)
    const late = { firstSeen: 1_500, lastSeen: 1_500, version: 'v1', labels: { env: 'old' } }
    await make().sawProcess(tenant, 'api', process('p', { ...late, buildId: 'b0' }))
    await make().sawProcess(tenant, 'api', process('p', late))
    expect(await make().process(tenant, 'api', 'p')).toEqual({ ...known, buildId: 'b0' })
  })
}
