import * as v from 'valibot'
import { instant } from './schema.ts'

/** `event.json` of Datadog's profile intake, version 3 and 4; other members are not read. */
export const DatadogEvent = v.object({
  /** `service:checkout,env:prod,…` */
  tags_profiler: v.string('must be text'),
  /** When the profiles were taken. */
  end: v.optional(instant),
})
