import { expect, test } from 'vitest'
import type { ReportStore } from '#shared/store/report-store.ts'
import { freshName } from '#test/support/stores.ts'

/** The first report of a day is kept, whatever comes later. */
export function reportStoreContract(make: () => ReportStore): void {
  test('a report comes back as it was kept, each form by itself', async () => {
    const tenant = freshName('reported')
    expect(await make().keep(tenant, '2026-09-07', '{"a":"ä"}')).toBe('{"a":"ä"}')
    await make().render(tenant, '2026-09-07', { html: '<p>ä', md: '# ä' })
    expect(await make().get(tenant, '2026-09-07', 'json')).toBe('{"a":"ä"}')
    expect(await make().get(tenant, '2026-09-07', 'html')).toBe('<p>ä')
    expect(await make().get(tenant, '2026-09-07', 'md')).toBe('# ä')
  })

  test('a second report of a day is answered with the first one', async () => {
    const tenant = freshName('reported')
    await make().keep(tenant, '2026-09-07', '{"first":1}')
    for (let times = 0; times < 2; times++)
      expect(await make().keep(tenant, '2026-09-07', '{"second":2}')).toBe('{"first":1}')
    expect(await make().get(tenant, '2026-09-07', 'json')).toBe('{"first":1}')
  })

  test('a day without a report is undefined', async () => {
    expect(await make().get(freshName('reported'), '2026-09-07', 'json')).toBeUndefined()
  })

  test('days are listed once, the newest first, of one tenant', async () => {
    const tenant = freshName('reported')
    for (const date of ['2026-09-08', '2026-08-31', '2026-09-07']) {
      await make().keep(tenant, date, '{}')
      await make().render(tenant, date, { html: '', md: '' })
    }
    await make().keep(`${tenant}0`, '2026-09-09', '{}')
    expect(await make().dates(tenant)).toEqual(['2026-09-08', '2026-09-07', '2026-08-31'])
    expect(await make().dates(freshName('reported'))).toEqual([])
  })
}
