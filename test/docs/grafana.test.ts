import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contentTypeFor, exposition } from '#functions/api/answer/exposition.ts'
import { memoryMeter } from '#functions/meter.ts'

test('the dashboard asks for metrics and labels that there are, and for all of them', async () => {
  const text = await exposition(
    { services: [], findings: [], counts: memoryMeter().counts('acme'), now: 0 },
    contentTypeFor('text/plain'),
  )
  const there = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name)
  const dashboard = readFileSync('docs/grafana/tidemark.json', 'utf8')
  const asked = [...dashboard.matchAll(/\btidemark_\w+/g)].map(([name]) => name)
  expect([...new Set(asked)].sort()).toEqual([...there].sort())
  const labels = [...dashboard.matchAll(/[{,](\w+)=~/g), ...dashboard.matchAll(/by \((\w+)/g)].map(
    ([, name]) => name,
  )
  expect([...new Set(labels)].sort()).toEqual(['outcome', 'service', 'tier'])
})
