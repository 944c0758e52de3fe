import * as v from 'valibot'
import { Analysis } from '#shared/api/answers/analysis.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { tool } from '../tool.ts'

/** Stacks that are told; the dump has the others. */
const MOST_STACKS = 8

export const analyzeDump = tool({
  name: 'analyze_dump',
  title: 'Analyze a goroutine dump',
  description:
    'What a goroutine dump says by itself: the stacks with most goroutines, where they stand, known causes with their fix, who holds what others wait for. Text of debug=1 or debug=2, of a crash, goleak, dlv, or a log that holds one. Nothing is stored.',
  input: v.object({
    dump: v.pipe(v.string(), v.minLength(1), v.maxLength(4_000_000), v.description('The text of the dump')),
  }),
  async run({ dump }, api) {
    const { goroutines, stacks, holders, proves } = v.parse(Analysis, await api.post('/v1/analyze', dump))
    return [
      `${counted(goroutines, 'goroutine')} in ${counted(stacks.length, 'stack')}`,
      ...stacks.slice(0, MOST_STACKS).map(stackText),
      ...holders.slice(0, MOST_STACKS).map(({ says }) => says),
      ...proves,
    ].join('\n')
  },
})

type Stack = v.InferOutput<typeof Analysis>['stacks'][number]

const stackText = ({ id, count, ownCode, entry, frames, place, states, cause }: Stack): string =>
  [
    `${count}  ${ownCode ?? entry ?? frames[0] ?? id} [${Object.keys(states).join(', ')}]${place === null ? '' : ` at ${place}`}  (stack ${id})`,
    ...(cause === null ? [] : [`   ${cause.title}. Fix: ${cause.fix}`]),
  ].join('\n')
