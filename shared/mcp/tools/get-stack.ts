import * as v from 'valibot'
import { Signature } from '#shared/api/answers/signature.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { serviceName } from '../handles.ts'
import { tool } from '../tool.ts'

export const getStack = tool({
  name: 'get_stack',
  title: 'Show one stack of a service',
  description:
    'Frames of one stack, leaf first, with its goroutines now, its low water, growth and wait states. The signature is the part of a finding handle before the @, or an id of compare.',
  input: v.object({
    service: serviceName,
    signature: v.pipe(
      v.string(),
      v.regex(/^[0-9a-f]{16}$/, 'must be 16 hex digits'),
      v.description('Id of a stack'),
    ),
  }),
  async run({ service, signature }, api) {
    const path = `/v1/services/${encodeURIComponent(service)}/signatures/${signature}`
    const { frames, creator, count, lowWater, perHour, states, firstSeen } = v.parse(
      Signature,
      await api.get(path),
    )
    return [
      `${counted(count, 'goroutine')} now, at least ${lowWater} lately, ${perHour.toFixed(1)} per hour`,
      `states: ${
        Object.entries(states)
          .map(([state, n]) => `${n} ${state}`)
          .join(', ') || 'not told'
      }`,
      `first seen ${firstSeen.at}${firstSeen.version === undefined ? '' : ` in ${firstSeen.version}`}`,
      ...frames.map((frame) => `  ${frame}`),
      ...(creator === null ? [] : [`  created by ${creator}`]),
    ].join('\n')
  },
})
