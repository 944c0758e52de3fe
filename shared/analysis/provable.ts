/** What one dump proves, what it leaves open, and which one to take next. */

import type { GoroutineProfile } from '#shared/goroutine/model.ts'

/** Three sentences. */
export function provable({ type, debug, groups }: GoroutineProfile): string[] {
  const leaked = groups.reduce((sum, group) => sum + group.leaked, 0)
  const proof =
    leaked > 0
      ? `The runtime proves ${leaked} goroutines leaked: nothing that could wake them is reachable.`
      : 'Nothing is proven leaked: one dump shows how many goroutines stand where, not whether they grow.'
  const limits = {
    0: 'debug=0 has no waiting times and no creators: for those take ?debug=2 once.',
    1: 'debug=1 names no wait states and hides waiting times and creators: debug=0 tells more for the same cost.',
    2: 'Waiting times are whole minutes since the first garbage collection after blocking: a floor.',
    3: 'debug=3 shows the goroutine that started another, not the go statement: for that take ?debug=2 once.',
  }
  const next =
    type === 'goroutineleak'
      ? 'The leak profile cannot see waits on I/O, timers and reachable channels: take the goroutine profile too.'
      : 'Push profiles of the same process over some hours and Tidemark says which stack rises and never falls.'
  const compare =
    'Take a second dump of the same process later, and tidemark analyze FIRST SECOND says what grew.'
  return [proof, limits[debug], compare, next]
}
