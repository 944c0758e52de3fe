import { expect, test } from 'vitest'
import { jobPositions } from '#shared/store/job-position.ts'
import { freshName, overRowStores } from '#test/support/stores.ts'

overRowStores('the position of a job', (make) => {
  test('is the last that was written', async () => {
    const [job, other] = [freshName('job'), freshName('job')]
    const positions = () => jobPositions(make())
    expect(await positions().read(job)).toBeUndefined()
    await positions().write(job, { at: 7 })
    expect(await positions().read(job)).toEqual({ at: 7 })
    await positions().write(job, { at: 8 })
    expect(await positions().read(job)).toEqual({ at: 8 })
    expect(await positions().read(other)).toBeUndefined()
  })
})
