import { beforeAll, expect, test } from 'vitest'
import { objectKey } from '#shared/store/keys.ts'
import { TENANT } from '#test/support/api.ts'
import { killServer } from './simulation/kill-server.ts'
import { broken } from './simulation/laws.ts'
import { type Played, play } from './simulation/play.ts'
import { scheduleOf } from './simulation/schedule.ts'
import { playCalm, simulate } from './simulation/simulate.ts'
import { STORMS } from './simulation/story.ts'
import { openWorld } from './simulation/world.ts'

let calm: Played
beforeAll(async () => {
  calm = await playCalm()
})

test('a seed gives the same schedule again, and another one another', () => {
  expect(scheduleOf(7, STORMS)).toEqual(scheduleOf(7, STORMS))
  expect(scheduleOf(7, STORMS).faults).not.toEqual(scheduleOf(8, STORMS).faults)
})

test('in the story a finding is found, escalates and is resolved', () => {
  const states = calm.looks.map(({ findings }) => findings.map(({ state }) => state))
  expect(states).toEqual([['ongoing'], ['escalating'], ['resolved']])
})

test('an undisturbed run over the local database breaks no law; a lost profile and another rate are told', async () => {
  const world = await openWorld({ seed: 0, world: 'sqlite', faults: [] })
  try {
    const played = await play(world)
    expect(await broken(world, played, calm)).toEqual([])
    const [id = ''] = played.acknowledged.keys()
    await world.machine.profiles.remove(objectKey.profile(TENANT, 'checkout', id, 0))
    const [first, ...others] = played.looks
    const looks = first === undefined ? [] : [{ ...first, findings: [] }, ...others]
    expect(await broken(world, { ...played, looks }, calm)).toEqual([
      `${id} was acknowledged and is gone`,
      expect.stringMatching(/^look 1: findings differ/),
    ])
  } finally {
    await world.machine.close()
  }
})

test('a disk that is full while messages come twice for hours breaks no law', async () => {
  const full = { kind: 'full', who: 'api', from: 2_810_703, to: 3_711_294, size: 1 } as const
  const twice = { kind: 'two workers', who: 'judge', from: 6_748_815, to: 21_600_000, size: 1 } as const
  expect(await simulate({ seed: 238, world: 'sqlite', faults: [full, twice] }, calm)).toEqual([])
})

test('a clock that is hours ahead shortly before a look closes hours too early, and nothing else differs', async () => {
  const ahead = { kind: 'clock', who: 'index', from: 29_861_422, to: 39_600_000, size: 9_909_003 } as const
  const slow = { kind: 'slow', who: undefined, from: 31_283_010, to: 39_600_000, size: 0.02 } as const
  expect(await simulate({ seed: 1196, world: 'memory', faults: [ahead, slow] }, calm)).toEqual([])
})

test('a judge that is killed while its clock is hours ahead holds up no other', async () => {
  const torn = {
    kind: 'torn',
    who: 'index',
    from: 3_924_950,
    to: 20_436_968,
    size: 0.019073310574030874,
  } as const
  const kill = {
    kind: 'kill',
    who: 'judge',
    from: 16_170_076,
    to: 21_600_000,
    size: 0.03454711956485344,
  } as const
  const ahead = { kind: 'clock', who: 'judge', from: 16_236_231, to: 18_934_020, size: 9_222_407 } as const
  expect(await simulate({ seed: 7299, world: 'memory', faults: [torn, kill, ahead] }, calm)).toEqual([])
})

test('a server that is killed amid pushes loses none that it answered', async () => {
  const { acknowledged, lost } = await killServer(3, 1)
  expect(lost).toEqual([])
  expect(acknowledged).toBeGreaterThan(0)
})
