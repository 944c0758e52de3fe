import { describe, expect, it } from 'vitest'
import { analyzeDump } from '#shared/analysis/analyze-dump.ts'

const block = (
  id: number,
  state: string,
  frames: readonly string[],
  by = 'main.main in goroutine 1',
): string =>
  `goroutine ${id} [${state}, 7 minutes]:\n${frames.map((frame) => `${frame}()\n\t/src/main.go:${id} +0x1d\n`).join('')}created by ${by}\n\t/src/main.go:1 +0x1d\n\n`
const WAIT = ['sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait', 'main.(*job).run']

async function said(...others: readonly string[]) {
  const dump = block(7, 'sync.WaitGroup.Wait', WAIT) + block(8, 'sync.WaitGroup.Wait', WAIT) + others.join('')
  const read = await analyzeDump(Buffer.from(dump))
  if ('reason' in read) throw new Error(read.detail)
  const [waiting] = read.stacks.filter(({ ownCode }) => ownCode === 'main.(*job).run')
  return [waiting?.cause?.id, waiting?.shape]
}

const RUNS = 'no cause of its own: it waits for goroutines that it started and that have not ended, in'

describe('one that waits for a WaitGroup', () => {
  it('lacks a Done where nobody is left that it started', async () => {
    const other = block(9, 'IO wait', ['net.(*conn).Read', 'main.(*job).runner.func1'])
    expect(await said(other)).toEqual(['83', null])
  })

  it('waits for its closures while they run, whoever calls them', async () => {
    const closure = ['net.(*conn).Read', 'main.get', 'main.(*job).run.func1']
    expect(await said(block(9, 'IO wait', closure))).toEqual([undefined, `${RUNS} main.(*job).run.func1`])
    expect(await said(block(9, 'IO wait', [...closure, 'sync.(*WaitGroup).Go.func1']))).toEqual([
      undefined,
      `${RUNS} main.(*job).run.func1`,
    ])
  })

  it('waits for the methods that it started while they run', async () => {
    expect(
      await said(
        block(9, 'IO wait', ['net.(*conn).Read', 'main.(*step).do'], 'main.(*job).run in goroutine 7'),
      ),
    ).toEqual([undefined, `${RUNS} main.(*step).do`])
  })
})

describe('what belongs to a call', () => {
  const readLoop = (id: number) =>
    block(id, 'IO wait', ['net.(*conn).Read', 'bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop'])
  const call = (id: number) =>
    block(id, 'select', ['net/http.(*persistConn).roundTrip', 'net/http.(*Client).Do', 'main.fetch'])
  const loops = Array.from({ length: 5 }, (_, i) => readLoop(20 + i)).join('')
  const ofLoops = async (calls: number) => {
    const dump = loops + Array.from({ length: calls }, (_, i) => call(40 + i)).join('')
    const read = await analyzeDump(Buffer.from(dump))
    if ('reason' in read) throw new Error(read.detail)
    const stack = read.stacks.find(({ entry }) => entry === 'net/http.(*persistConn).readLoop')
    return [stack?.cause?.id, stack?.shape]
  }

  it('is under way while as many wait for the answer', async () => {
    expect(await ofLoops(5)).toEqual([
      undefined,
      'no cause of its own: 5 goroutines of the dump are in a call that these belong to, net/http.(*persistConn).roundTrip',
    ])
    expect((await ofLoops(4))[0]).toBeUndefined()
  })

  it('is left behind where fewer do', async () => {
    expect(await ofLoops(3)).toEqual(['2', null])
    expect(await ofLoops(0)).toEqual(['2', null])
  })
})
