import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

/** Workflow engines. */
export const WORKFLOW: readonly Cause[] = [
  {
    id: '108',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 20_000,
    title: 'Parked workflows of Temporal or Cadence',
    where: 'of workflows that a Temporal or Cadence worker keeps in its cache',
    match: [
      { any: ['go.temporal.io/sdk/internal.(*coroutineState).initialYield'] },
      { any: ['go.uber.org/cadence/internal.(*coroutineState).initialYield'] },
    ],
    why: prose`
      A worker keeps each workflow that waits in its sticky cache, one goroutine per coroutine, up to
      the size of the cache, 10,000 workflows by default.`,
    fix: 'Nothing if the number is that of the cached workflows; SetStickyWorkflowCacheSize makes the cache smaller.',
    whenGrowing: {
      why: prose`
        The sticky cache fills with workflows that wait, one goroutine per coroutine, and does not stop before
        its size. Workers that are stopped in a living process leave theirs until the cache is purged.`,
      fix: prose`
        Lower SetStickyWorkflowCacheSize to what fits into memory. Keep one worker per task queue; call
        PurgeStickyWorkflowCache where workers are stopped and made again. Upgrade the SDK.`,
    },
    holds: [{ module: 'go.temporal.io/sdk' }, { module: 'go.uber.org/cadence' }],
    links: github(
      'temporalio/sdk-go#716',
      'temporalio/sdk-go#51',
      'temporalio/sdk-go#2582',
      'cadence-workflow/cadence-go-client#1111',
    ),
  },
]
