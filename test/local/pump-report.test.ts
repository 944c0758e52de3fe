import { expect, test, vi } from 'vitest'
import { reportYesterday } from '#functions/report/report.ts'
import { openFolder } from '#infra/local/open-folder.ts'
import { startPump } from '#infra/local/pump.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { TENANT, testApi } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

test('a start makes the report of yesterday where it is missing, and the next one leaves it', () =>
  withFolder(async (folder) => {
    const api = await testApi()
    await api.push(dump({ 'main.a < main.b': 7 }))
    api.clock.now += DAY
    const report = vi.fn(() => reportYesterday(api.deps, api.clock.now))
    const { queue, close } = openFolder(folder, { now: () => api.clock.now })
    for (let starts = 1; starts <= 2; starts++) {
      const pump = startPump({ deps: api.apiDeps, queue, every: HOUR, report })
      await vi.waitFor(() => expect(report).toHaveBeenCalledTimes(starts))
      await pump.stop()
      expect(await api.deps.reports.dates(TENANT)).toEqual(['2026-09-07'])
      expect(api.deps.topic.published).toHaveLength(1)
    }
    await close()
  }))
