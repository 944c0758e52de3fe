import { describe, expect, test } from 'vitest'
import { NO_CHOICE } from '#shared/settings/choice.ts'
import { DEFAULT_SETTINGS, settingsOf } from '#shared/settings/settings.ts'
import type { Directory } from '#shared/store/directory.ts'
import { DAY } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import { all, freshName, type TestClock } from '#test/support/stores.ts'

/** Names that begin with each other, in the order of their bytes. */
const NAMES = ['api', 'api-v2', 'api.internal', 'api/admin', 'api:8080', 'api_x', 'apis']

const RELEASE = { version: 'v1.4.2', at: 6 }
const RUNNING = { processes: 2, goroutines: 900 }
const DUMPS = [{ process: 'web-1@unmarked', from: 6 }]
const LEARNING = {
  snapshots: 7,
  needed: 24,
  interval: 60_000,
  firstVerdictAt: 1_020_007,
  rising: [{ signature: '7d1f3a90c2b4e856', place: 'main.pump', from: 2, to: 90, perHour: 880 }],
}
const JUDGED = {
  at: 7,
  openFindings: 3,
  watched: 60,
  running: RUNNING,
  release: RELEASE,
  dumps: DUMPS,
  learning: LEARNING,
}

/** Days that the processes of this contract are known after they were last seen. */
export const RETENTION_DAYS = 90

/** Services of a tenant and processes of a service, by name. */
export function directoryContract(make: () => Directory, clock: TestClock): void {
  const begin = clock.now
  const process = (id: string, more: Partial<Process> = {}): Process => ({
    id,
    instance: 'web-1',
    startedAt: undefined,
    session: undefined,
    version: undefined,
    buildId: undefined,
    labels: {},
    firstSeen: begin,
    lastSeen: begin,
    ...more,
  })

  test('a service is known from its first sight, and again changes nothing', async () => {
    const tenant = freshName('tenant')
    expect(await make().service(tenant, 'api')).toBeUndefined()
    await make().addService(tenant, 'api', 5)
    const unset = { settings: DEFAULT_SETTINGS, choice: NO_CHOICE }
    const fresh = {
      name: 'api',
      firstSeen: 5,
      lastJudged: undefined,
      openFindings: 0,
      watched: undefined,
      running: undefined,
      release: undefined,
      dumps: [],
      learning: undefined,
      ...unset,
    }
    expect(await make().service(tenant, 'api')).toEqual(fresh)
    await make().setJudged(tenant, 'api', JUDGED)
    await make().addService(tenant, 'api', 9)
    expect(await make().service(tenant, 'api')).toEqual({
      ...fresh,
      lastJudged: 7,
      openFindings: 3,
      watched: 60,
      running: RUNNING,
      release: RELEASE,
      dumps: DUMPS,
      learning: LEARNING,
    })
    await make().setJudged(tenant, 'api', { ...JUDGED, learning: undefined })
    expect((await make().service(tenant, 'api'))?.learning).toBeUndefined()
    await make().setJudged(tenant, 'api', { ...JUDGED, restsUntil: 1_700 })
    expect((await make().service(tenant, 'api'))?.restsUntil).toBe(1_700)
    await make().setJudged(tenant, 'api', JUDGED)
    expect((await make().service(tenant, 'api'))?.restsUntil).toBeUndefined()
  })

  describe('the settings of a service', () => {
    const choice = (revision: number, owner = 'shop') => ({
      chosen: { owner, limits: { goroutines: 9 }, intended: [{ top: 'main.pump', atMost: 3 }] },
      resolutions: [{ from: 3_600_000, seconds: 15 }],
      revision,
    })

    test('come back as they were chosen, and nothing else of the service moves', async () => {
      const tenant = freshName('tenant')
      await make().addService(tenant, 'api', 5)
      await make().setJudged(tenant, 'api', JUDGED)
      expect(await make().choose(tenant, 'api', choice(1))).toBe(true)
      await make().addService(tenant, 'api', 9)
      await make().setOpenFindings(tenant, 'api', 2)
      expect(await make().service(tenant, 'api')).toEqual({
        name: 'api',
        firstSeen: 5,
        lastJudged: 7,
        openFindings: 2,
        watched: 60,
        running: RUNNING,
        release: RELEASE,
        dumps: DUMPS,
        learning: LEARNING,
        choice: choice(1),
        settings: settingsOf(choice(1).chosen),
      })
    })

    test('are written by the revision that follows the one that stands there', async () => {
      const tenant = freshName('tenant')
      await make().addService(tenant, 'api', 5)
      const choose = (revision: number) => make().choose(tenant, 'api', choice(revision))
      expect(await choose(2)).toBe(false)
      expect(await choose(1)).toBe(true)
      expect(await choose(1)).toBe(false)
      expect(await choose(3)).toBe(false)
      expect(await choose(2)).toBe(true)
      expect((await make().service(tenant, 'api'))?.choice.revision).toBe(2)
    })

    test('are written by one of two that read the same revision', async () => {
      const tenant = freshName('tenant')
      await make().addService(tenant, 'api', 5)
      const both = ['one', 'other'].map((owner) => make().choose(tenant, 'api', choice(1, owner)))
      expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1)
    })

    test('are not made for a service that nobody has seen', async () => {
      const tenant = freshName('tenant')
      expect(await make().choose(tenant, 'api', choice(1))).toBe(false)
      expect(await make().service(tenant, 'api')).toBeUndefined()
    })
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
    const later = process('p', {
      firstSeen: begin + 1_000,
      lastSeen: begin + 1_000,
      version: 'v2',
      labels: { env: 'new' },
    })
    await make().sawProcess(tenant, 'api', later)
    const known = { ...later, firstSeen: begin, buildId: 'b0' }
    expect(await make().process(tenant, 'api', 'p')).toEqual(known)
  })

  test('a service is known since its earliest profile, once it is known', async () => {
    const tenant = freshName('tenant')
    await make().sawService(tenant, 'api', 1_000)
    expect(await make().service(tenant, 'api')).toBeUndefined()
    await make().addService(tenant, 'api', 5_000)
    for (const at of [7_000, 2_000, 3_000]) await make().sawService(tenant, 'api', at)
    expect(await make().service(tenant, 'api')).toMatchObject({ firstSeen: 2_000 })
  })

  test('a process was seen first at its earliest time, in whatever order its snapshots come', async () => {
    const tenant = freshName('tenant')
    for (const at of [3_000, 1_000, 5_000, 2_000].map((after) => begin + after))
      await make().sawProcess(tenant, 'api', process('p', { firstSeen: at, lastSeen: at }))
    expect(await make().process(tenant, 'api', 'p')).toMatchObject({
      firstSeen: begin + 1_000,
      lastSeen: begin + 5_000,
    })
  })

  test('a snapshot that comes late only fills in what was not known', async () => {
    const tenant = freshName('tenant')
    const known = process('p', { lastSeen: begin + 2_000, version: 'v2', labels: { env: 'new' } })
    await make().sawProcess(tenant, 'api', known)
    const late = { firstSeen: begin + 1_500, lastSeen: begin + 1_500, version: 'v1', labels: { env: 'old' } }
    await make().sawProcess(tenant, 'api', process('p', { ...late, buildId: 'b0' }))
    await make().sawProcess(tenant, 'api', process('p', late))
    expect(await make().process(tenant, 'api', 'p')).toEqual({ ...known, buildId: 'b0' })
  })

  test('a process is known as long after it was last seen as its profiles are kept', async () => {
    const tenant = freshName('tenant')
    const known = async () => (await all(make().processes(tenant, 'api'))).map(({ id }) => id)
    const saw = (id: string, at: number) =>
      make().sawProcess(tenant, 'api', process(id, { firstSeen: at, lastSeen: at }))
    for (const id of ['gone', 'alive']) await saw(id, begin)
    await saw('alive', begin + DAY)
    await saw('alive', begin - DAY)
    clock.now = begin + RETENTION_DAYS * DAY - 1_000
    expect(await known()).toEqual(['alive', 'gone'])
    clock.now = begin + RETENTION_DAYS * DAY
    expect(await known()).toEqual(['alive'])
    expect(await make().process(tenant, 'api', 'gone')).toBeUndefined()
    clock.now = begin + (RETENTION_DAYS + 1) * DAY
    expect(await known()).toEqual([])
    await saw('gone', clock.now)
    expect(await make().process(tenant, 'api', 'gone')).toMatchObject({ firstSeen: clock.now })
    clock.now = begin
  })
}
