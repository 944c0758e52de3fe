import { expect, test } from 'vitest'
import { PodTable } from '#cli/agent/kubernetes/pod-table.ts'
import { podOf } from '#test/support/kubernetes.ts'

const asking = (name: string) =>
  podOf({ name, annotations: { 'tidemark.dev/scrape': 'true', 'tidemark.dev/port': '1' } })

test('a table has a limit, which it says, and pods that go make room', () => {
  const table = new PodTable(2)
  for (const name of ['a', 'b', 'b', 'c']) table.put(asking(name))
  expect(table.found().targets.map(({ labels }) => labels?.pod)).toEqual(['a', 'b'])
  expect(table.found().leftOut).toEqual([
    { what: 'all others', why: 'more than 2 pods ask to be pulled: run an agent per node or namespace' },
  ])
  table.remove(asking('a'))
  table.put(asking('d'))
  expect(table.found().targets.map(({ labels }) => labels?.pod)).toEqual(['b', 'd'])
})

test.each([[null], [7], ['pod'], [{}], [{ metadata: { name: 'a', namespace: 1 } }]])(
  '%j is no pod, and nothing happens',
  (object) => {
    const table = new PodTable()
    table.put(object)
    table.remove(object)
    expect(table.found()).toEqual({ targets: [], leftOut: [] })
  },
)
