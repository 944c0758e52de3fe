import type { Phenomenon } from './service.ts'
import { AUTOSCALING } from './services/autoscaling.ts'
import { CLOCKS } from './services/clocks.ts'
import { CRON_PODS } from './services/cron-pods.ts'
import { DEPLOYS } from './services/deploys.ts'
import { EXPIRING_CACHE } from './services/expiring-cache.ts'
import { LOAD_REGIME } from './services/load-regime.ts'
import { LONG_TAILED_KEYS } from './services/long-tailed-keys.ts'
import { PAUSING_LEAK } from './services/pausing-leak.ts'
import { LOCK_QUEUE, SLOW_STORE } from './services/queues.ts'
import { RATCHET_POOL } from './services/ratchet-pool.ts'
import { SAMPLING } from './services/sampling.ts'
import { SPOT_RESTARTS } from './services/spot-restarts.ts'
import { UNDER_THE_SWING } from './services/under-the-swing.ts'
import { UNLIKE_VERSIONS } from './services/unlike-versions.ts'

/** In the order of the tables. */
export const PHENOMENA: readonly Phenomenon[] = [
  LONG_TAILED_KEYS,
  UNLIKE_VERSIONS,
  DEPLOYS,
  PAUSING_LEAK,
  UNDER_THE_SWING,
  LOAD_REGIME,
  AUTOSCALING,
  CRON_PODS,
  SPOT_RESTARTS,
  CLOCKS,
  SAMPLING,
  RATCHET_POOL,
  EXPIRING_CACHE,
  SLOW_STORE,
  LOCK_QUEUE,
]
