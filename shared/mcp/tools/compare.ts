import * as v from 'valibot'
import { SignaturePage } from '#shared/api/answers/signature.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { serviceName } from '../handles.ts'
import { tool } from '../tool.ts'

const instant = v.pipe(v.string(), v.isoTimestamp('must be RFC 3339, such as 2026-09-07T05:00:00Z'))

export const compare = tool({
  name: 'compare',
  title: 'What grew in a service between two times',
  description:
    'Stacks of a service by how fast they grew from one time to another (default: the last 24 hours), fastest first: id, growth per hour, goroutines at the end. Growth alone is no leak: findings say what is.',
  input: v.object({
    service: serviceName,
    from: v.optional(instant),
    to: v.optional(instant),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 10),
  }),
  async run({ service, from, to, limit }, api) {
    const query = new URLSearchParams({
      sort: 'growth',
      limit: String(limit),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })
    const path = `/v1/services/${encodeURIComponent(service)}/signatures?${query}`
    const { items } = v.parse(SignaturePage, await api.get(path))
    const grown = items.filter(({ perHour }) => perHour > 0)
    if (grown.length === 0) return 'No stack grew.'
    return grown
      .map(
        ({ id, perHour, count, ownCode, entry, frames }) =>
          `${id}  +${perHour.toFixed(1)} per hour, ${counted(count, 'goroutine')}  ${ownCode ?? entry ?? frames[0]}`,
      )
      .join('\n')
  },
})
