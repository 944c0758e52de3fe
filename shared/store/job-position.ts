import { rowKey } from './keys.ts'
import type { RowStore } from './rows.ts'

/** Where a job of the whole stack stands. */
export interface JobPosition {
  /** All before this time is done. Milliseconds since the epoch. */
  readonly at: number
}

/** How far jobs have come; a job that is lost from it begins anew, which does no harm. */
export interface JobPositions {
  read(job: string): Promise<JobPosition | undefined>
  write(job: string, position: JobPosition): Promise<void>
}

export function jobPositions(rows: RowStore): JobPositions {
  return {
    read: async (job) => {
      const row = await rows.get(rowKey.job(job), 'latest')
      return row === undefined ? undefined : { at: row.at as number }
    },
    write: async (job, { at }) => {
      await rows.put({ ...rowKey.job(job), at })
    },
  }
}
