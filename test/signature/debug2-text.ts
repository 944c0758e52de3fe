import fc from 'fast-check'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { SignatureId } from '#shared/signature/signature.ts'

/** A goroutine as its program knows it: what it runs and what it waits for. */
export interface Goroutine {
  /** Function names, leaf first. */
  readonly frames: readonly string[]
  readonly state: string
}

/** What a dump prints beside that, and what is another in every process, build and moment. */
interface Print {
  readonly id: number
  readonly minutes: number
  readonly isLocked: boolean
  readonly creatorId: number
  /** For each frame, again from the start where there are more. */
  readonly frames: readonly { readonly words: string; readonly file: string; readonly line: number }[]
}

/** Function names as programs have them. */
export const anyName: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('main', 'net/http', 'corp.io/app', 'github.com/x/y/v2', 'gopkg.in/yaml%2ev3'),
    fc.stringMatching(/^(\(\*[A-Z][a-z]{0,3}\)\.)?[a-z]{1,4}[0-9]{0,2}(\.func[0-9])?$/),
  )
  .map(([path, name]) => `${path}.${name}`)

export const anyGoroutine: fc.Arbitrary<Goroutine> = fc.record({
  frames: fc.array(anyName, { minLength: 1, maxLength: 30, size: 'max' }),
  state: fc.constantFrom('chan send', 'chan receive (nil chan)', 'select', 'IO wait', 'running'),
})

const anyWord = fc.nat(2 ** 31).map((word) => `0x${word.toString(16)}`)
const anyWords = fc.oneof(
  fc.constant('...'),
  fc
    .array(
      fc.oneof(
        anyWord,
        anyWord.map((word) => `${word}?`),
        fc.array(anyWord, { maxLength: 3 }).map((words) => `{${words.join(', ')}}`),
      ),
      { maxLength: 5 },
    )
    .map((words) => words.join(', ')),
)

export const anyPrint: fc.Arbitrary<Print> = fc.record({
  id: fc.nat(1_000_000),
  minutes: fc.nat(5_000),
  isLocked: fc.boolean(),
  creatorId: fc.nat(1_000_000),
  frames: fc.array(
    fc.record({ words: anyWords, file: fc.constantFrom('/src/a.go', 'C:/go/b.go'), line: fc.nat(9_999) }),
    { minLength: 1, maxLength: 5 },
  ),
})

/** A debug=2 dump; each goroutine is printed in the way that stands at its place. */
export const debug2Text = (goroutines: readonly Goroutine[], prints: readonly Print[]): string =>
  goroutines
    .map((goroutine, i) => {
      const print = prints[i % prints.length] as Print
      // An id that comes again begins another dump.
      return block(goroutine, { ...print, id: print.id * goroutines.length + i + 1 })
    })
    .join('\n')

function block({ frames, state }: Goroutine, print: Print): string {
  const minutes = print.minutes > 0 ? `, ${print.minutes} minutes` : ''
  const head = `goroutine ${print.id} [${state}${minutes}${print.isLocked ? ', locked to thread' : ''}]:`
  const lines = frames.flatMap((name, i) => {
    const { words, file, line } = print.frames[i % print.frames.length] as Print['frames'][number]
    return [`${name}(${words})`, `\t${file}:${line}${words === '...' ? '' : ' +0x1d'}`]
  })
  const created = `created by main.main in goroutine ${print.creatorId}\n\t/src/main.go:7 +0x11b`
  return `${[head, ...lines, created].join('\n')}\n`
}

/** Signature ids of a dump and how many goroutines each has. */
export async function signed(text: string): Promise<Map<SignatureId, number>> {
  const reading = await readProfile(Buffer.from(text), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  return new Map(signProfile(reading.profile).sightings.map(({ signature, count }) => [signature, count]))
}
