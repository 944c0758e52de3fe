import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contentTypeFor, exposition } from '#functions/api/answer/exposition.ts'
import { memoryMeter } from '#functions/meter.ts'

test('the dashboard and the page of Prometheus name exactly the metrics that exist, with their labels', async () => {
  const text = await exposition(
    { services: [], findings: [], ownersOf: () => [], counts: memoryMeter().counts('acme'), now: 0 },
    contentTypeFor('text/plain'),
  )
  const there = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name)
  const dashboard = readFileSync('docs/grafana/tidemark.json', 'utf8')
  const asked = [...dashboard.matchAll(/\btidemark_\w+/g)].map(([name]) => name)
  expect([...new Set(asked)].sort()).toEqual([...there].sort())
  const page = readFileSync('docs/clients/prometheus.md', 'utf8')
  const explained = [...page.matchAll(/`(tidemark_\w+)`/g)].map(([, name]) => name)
  expect(explained.sort()).toEqual([...there].sort())
  const labels = [...dashboard.matchAll(/[{,](\w+)=~/g), ...dashboard.matchAll(/by \((\w+)/g)].map(
    ([, name]) => name,
  )
  expect([...new Set(labels)].sort()).toEqual(['outcome', 'owner', 'service', 'tier'])
})
