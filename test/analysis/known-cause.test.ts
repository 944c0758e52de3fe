import { describe, expect, it } from 'vitest'
import { causeInDump, type DumpContext, diagnosisOf, withCompanions } from '#shared/analysis/known-cause.ts'
import { modulesIn } from '#shared/signature/module-version.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import { signatureOf } from '#test/support/lives.ts'

const PAHO = 'github.com/eclipse/paho.mqtt.golang'
const STUCK = signatureOf(['sync.(*WaitGroup).Wait', `${PAHO}.(*client).startCommsWorkers`])
const LOOP = signatureOf(['main.(*server).loop'], { ownCode: 'main.(*server).loop', creator: 'main.main' })

const seen = (
  signature: Signature,
  count: number,
  state: string,
  minutes = 0,
): { signature: Signature; sighting: Sighting } => ({
  signature,
  sighting: {
    signature: signature.id,
    count,
    leaked: 0,
    states: new Map([[state, count]]),
    ages:
      minutes === 0 ? undefined : { count, distinct: 1, youngest: minutes, median: minutes, oldest: minutes },
    labelKeys: new Map(),
  },
})

const built = (path: string): DumpContext => ({
  tellsAges: true,
  modules: modulesIn([path]),
  known: { hasLeakProfile: false },
})

describe('few goroutines of something that is open', () => {
  const BADGER = 'github.com/dgraph-io/badger/v2'
  const flush = signatureOf([
    `${BADGER}.(*valueLog).updateDiscardStats`,
    `${BADGER}.(*levelsController).runCompactDef`,
    `${BADGER}.(*levelsController).runCompactor`,
  ])
  const causeIn = (count: number, state: string, minutes: number) =>
    diagnosisOf(seen(flush, count, state, minutes), built('')).cause?.id

  it('are what is normal where they are at rest or at work', () => {
    expect(causeIn(3, 'select', 9)).toBe('27')
    expect(causeIn(3, 'chan send', 0)).toBe('27')
  })

  it('are stuck in a send or a lock, and no database that nobody closed', () => {
    expect(causeIn(3, 'chan send', 9)).toBe('74')
    const locked = signatureOf(['sync.(*Mutex).Lock', ...flush.frames])
    expect(diagnosisOf(seen(locked, 3, 'sync.Mutex.Lock', 9), built('')).cause?.id).toBe('82')
  })

  it('are many databases that nobody closed where they are too many', () => {
    expect(causeIn(40, 'chan send', 9)).toBe('27')
  })
})

it('a loop that is deep in what it calls is not at rest, where nothing tells its wait', () => {
  const NATS = 'github.com/nats-io/nats-server/v2/server'
  const deep = ['(*Server).update', '(*Server).setName', '(*client).processRoute', '(*client).processInfo']
  const inLoop = (inside: readonly string[], state: string) =>
    diagnosisOf(
      seen(signatureOf([...inside, '(*client).readLoop'].map((name) => `${NATS}.${name}`)), 1, state),
      built(''),
    ).cause?.id
  expect(inLoop(deep, 'waiting')).toBeUndefined()
  expect(inLoop(deep, 'IO wait')).toBe('204')
  expect(inLoop(deep.slice(1), 'waiting')).toBe('204')
})

describe('a cause in one dump', () => {
  const stuck = seen(STUCK, 12, 'sync.WaitGroup.Wait')

  it('advises the upgrade from the version in use', () => {
    const context = built(`/go/pkg/mod/${PAHO}@v1.4.2/client.go:608`)
    const { cause } = diagnosisOf(stuck, context)
    expect(cause && causeInDump(cause, context, 0).fix).toMatch(
      /^Upgrade github\.com\/eclipse\/paho\.mqtt\.golang from v1\.4\.2 to v1\.5\.0 or newer\. /,
    )
  })

  it('is no old fault where the version in use has it mended', () => {
    expect(diagnosisOf(stuck, built(`/go/pkg/mod/${PAHO}@v1.5.1/client.go:608`)).cause).toBeUndefined()
  })

  it('does not depend on versions that nobody tells', () => {
    expect(diagnosisOf(stuck, built('/src/app/vendor/paho/client.go')).cause?.id).toBe('104')
  })

  it('is not that of a common wait where one goroutine waits so', () => {
    const [one, two] = [1, 2].map((count) => diagnosisOf(seen(LOOP, count, 'select', 3), built('')))
    expect(one).toEqual({})
    expect(two?.cause?.id).toBe('77')
  })

  it('may be that of a common wait where somebody shows one goroutine that waits so', () => {
    const receive = signatureOf(['main.(*hub).follow.func1'], { ownCode: 'main.(*hub).follow.func1' })
    const shown = (minutes: number) =>
      diagnosisOf(seen(receive, 1, 'chan receive', minutes), { ...built(''), isExcerpt: true })
    expect(shown(333).ambiguity?.candidates.map(({ id }) => id)).toEqual(['76', '81'])
    expect(shown(0)).toEqual({})
    expect(diagnosisOf(seen(receive, 1, 'chan receive', 333), built(''))).toEqual({})
  })

  it('is that of a common wait where a leak check lists one goroutine', () => {
    const context = { ...built(''), isLeakCheck: true }
    expect(diagnosisOf(seen(LOOP, 1, 'select', 3), context).cause?.id).toBe('77')
  })

  it('is not that of a common wait where a few are woken all the time', () => {
    const [few, many] = [9, 10].map((count) => diagnosisOf(seen(LOOP, count, 'select'), built('')))
    expect(few).toEqual({})
    expect(many?.cause?.id).toBe('80')
  })
})

describe('a stack that means nothing alone', () => {
  const WRITES = seen(signatureOf(['net/http.(*persistConn).writeLoop']), 3, 'select')
  const IDLE = seen(signatureOf(['bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop']), 2, 'IO wait')
  const OPEN = seen(signatureOf(['net/http.(*persistConn).readLoop']), 1, 'select')
  const told = (...stacks: (typeof WRITES)[]) => {
    const found = stacks.map((stack) => diagnosisOf(stack, built('')))
    return withCompanions(stacks, found, built('')).map(
      ({ cause, ambiguity }) => cause?.id ?? ambiguity?.candidates.map(({ id }) => id),
    )
  }

  it('has the cause of what stands beside it', () => {
    expect(told(WRITES, IDLE)).toEqual(['2', '2'])
    expect(told(OPEN, WRITES)).toEqual(['1', '1'])
  })

  it('may have each cause of those that stand beside it', () => {
    expect(told(WRITES, IDLE, OPEN)).toEqual([['1', '2'], '2', '1'])
  })

  it('may have any where the text lost all that stand beside it', () => {
    expect(told(WRITES)).toEqual([['1', '2', '10']])
  })

  it('has none where one alone would be a guess, or nothing accompanies it', () => {
    expect(told(seen(signatureOf(['database/sql.(*DB).connectionCleaner']), 3, 'select'))).not.toContain('13')
    expect(told(LOOP_AT_WORK)).toEqual([undefined])
  })
})

const LOOP_AT_WORK = seen(signatureOf(['github.com/acme/bus.(*Conn).next']), 3, 'chan receive')
