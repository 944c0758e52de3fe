import { words } from './text.ts'

/** What loops over a ticker are called. */
export const TICKS = words`
  check collect cron every flush heartbeat interval janitor keepalive metrics monitor periodic ping
  poll polling probe refresh report sample schedule sweep tick ticker timer`
