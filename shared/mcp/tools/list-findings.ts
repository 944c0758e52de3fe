import * as v from 'valibot'
import { FindingPage } from '#shared/api/answers/finding.ts'
import { serviceName } from '../handles.ts'
import { tool } from '../tool.ts'

export const listFindings = tool({
  name: 'list_findings',
  title: 'List goroutine leaks',
  description:
    'Open goroutine leaks, the most severe first: handle, tier (proven and probable are leaks, suspect and watch may be), what leaks and how fast, cause. Call it first; give a handle to explain_finding.',
  input: v.object({
    service: v.optional(serviceName),
    tier: v.optional(v.picklist(['proven', 'probable', 'suspect', 'watch'])),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 10),
  }),
  async run({ service, tier, limit }, api) {
    const query = new URLSearchParams({
      limit: String(limit),
      ...(service === undefined ? {} : { service }),
      ...(tier === undefined ? {} : { tier }),
    })
    const { items, next } = v.parse(FindingPage, await api.get(`/v1/findings?${query}`))
    if (items.length === 0) return 'No open findings. Nothing is known to leak.'
    const rows = items.map(
      ({ id, tier: sure, state, headline, cause }) =>
        `${id}  ${sure}, ${state}\n  ${headline}${cause === null ? '' : `\n  cause: ${cause.title}`}`,
    )
    return [
      ...rows,
      ...(next === undefined ? [] : ['… more: narrow by service or tier, or raise limit.']),
    ].join('\n')
  },
})
