import { allNotes, type CauseNote } from './advice.ts'
import type { Cause, CauseBasis, CauseClass, CauseVariant } from './cause.ts'
import type { StackPattern } from './stack-pattern.ts'

/** A file of documentation. */
export interface Page {
  readonly name: string
  readonly text: string
}

const NOTE = '<!-- Written by `npm run causes` from shared/cause. -->'

/** One page per cause, and the table of all as README.md, ordered by number. */
export function causePages(catalogue: readonly Cause[]): Page[] {
  const causes = [...catalogue].sort((a, b) => Number(a.id) - Number(b.id))
  return [
    { name: 'README.md', text: indexOf(causes) },
    ...causes.map((cause) => ({ name: fileName(cause), text: pageOf(cause, causes) })),
  ]
}

/** `2-an-http-transport-for-each-request.md`: the title as far as the first comma. */
const fileName = ({ id, title }: Cause): string =>
  `${id}-${(title.split(',', 1)[0] ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')}.md`

const MEANING: Readonly<Record<CauseClass, string>> = {
  leak: 'A leak where it grows.',
  background: 'Background of a bounded number, a leak beyond it.',
  capacity: 'Capacity: it follows the load or the connections, and is a leak where it outlives them.',
  transient: 'Transient: each ends by itself.',
}

const SOURCE: Readonly<Record<CauseBasis, string>> = {
  'stack-and-cause': 'The sources show this stack and its cause.',
  stack: 'The sources show this stack, and its cause in part.',
  cause: 'The sources agree with the cause; the names of the stack come from the library.',
}

function indexOf(causes: readonly Cause[]): string {
  const rows = causes.map(
    (cause) =>
      `| ${cause.id} | [${cause.title}](${fileName(cause)}) | ${cause.class} | ${cause.bound ?? ''} | goroutines ${cause.where} |`,
  )
  return lines(
    NOTE,
    '# Known causes',
    '',
    'What a stack gives away, and what mends it. A **leak** is one where it grows. **Background** is normal up to its',
    'bound in a process and a leak beyond it, **capacity** follows the load, a **transient** ends by itself. Nothing is',
    'normal in any number.',
    '',
    '| # | cause | class | bound | what it looks like |',
    '|---|---|---|---|---|',
    ...rows,
  )
}

function pageOf(cause: Cause, causes: readonly Cause[]): string {
  const { id, title, bound, match, companions = [], why, fix, snippet, links } = cause
  const { holds = [], whenGrowing, variants = [], unless = [] } = cause
  const notes = allNotes(cause)
  const normal = bound === undefined ? '' : ` Up to ${bound} in a process are normal.`
  const other = causes.find((one) => one.id === cause.answeredBy)
  const answered =
    other === undefined
      ? []
      : [
          '',
          `Its stack is that of [${other.id}. ${other.title}](${fileName(other)}), which is answered for it.`,
        ]
  const beside =
    companions.length === 0
      ? []
      : ['', 'Beside it stand, and mean nothing alone:', '', ...companions.map(bullet)]
  return lines(
    NOTE,
    `# ${id}. ${title}`,
    '',
    `${MEANING[cause.class]}${normal}`,
    ...answered,
    '',
    '## What it looks like',
    '',
    `Goroutines ${cause.where}. A stack${match.length > 1 ? ' of any of these kinds' : ''}:`,
    '',
    ...match.map(bullet),
    ...beside,
    ...(unless.length === 0
      ? []
      : ['', `Not where as many goroutines of a dump are in ${names(unless, ' or ')}: those are under way.`]),
    '',
    '## Why',
    '',
    why,
    ...notes.flatMap((note) => ['', `${caseOf(note.when)} ${note.why}`]),
    '',
    '## Fix',
    '',
    fix,
    ...notes.flatMap((note) => (note.fix === undefined ? [] : ['', `${caseOf(note.when)} ${note.fix}`])),
    ...(snippet === undefined ? [] : [...code('Leaks:', snippet.before), ...code('Mended:', snippet.after)]),
    ...(whenGrowing === undefined ? [] : ['', '## Where it grows', '', ...sentences(whenGrowing)]),
    ...variants.flatMap(variantOf),
    ...(holds.length === 0 ? [] : ['', '## Versions', '', ...holds.map(versions)]),
    '',
    '## Sources',
    '',
    SOURCE[cause.basis],
    '',
    ...links.map((link) => `* <${link}>`),
  )
}

const sentences = ({ why, fix }: { readonly why?: string; readonly fix: string }): string[] =>
  why === undefined ? [fix] : [why, '', fix]

const variantOf = ({ title, match, why, fix, holds = [], links = [] }: CauseVariant): string[] => [
  '',
  `## ${title ?? 'In a library'}`,
  '',
  ...match.map(bullet),
  '',
  ...sentences({ fix, ...(why === undefined ? {} : { why }) }),
  ...(holds.length === 0 ? [] : ['', ...holds.map(versions)]),
  ...(links.length === 0 ? [] : ['', ...links.map((link) => `* <${link}>`)]),
]

/** `* github.com/quic-go/quic-go before v0.37.0` */
const versions = ({ module, from, until }: NonNullable<Cause['holds']>[number]): string =>
  ['*', module === 'std' ? 'Go' : module, from && `from ${from} on`, until && `before ${until}`]
    .filter(Boolean)
    .join(' ')

/** Where a note holds, in words. */
const caseOf = (when: CauseNote['when']): string =>
  typeof when === 'object'
    ? `Built by Go 1.${when.sinceGo} or newer:`
    : { proven: 'Proven by a goroutineleak profile:', unproven: 'Not in a goroutineleak profile:' }[when]

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`
const code = (lead: string, text: string): string[] => ['', lead, '', '```go', text, '```']
const names = (all: readonly string[], joint: string): string =>
  all.map((one) => `\`${shown(one)}\``).join(joint)

/** A name pattern as one reads it: `…/mgo.(*mongoSocket).readLoop`, any version, some number. */
const shown = (name: string): string =>
  name.replace(/^\*\*/, '…').replaceAll('{v}', '').replaceAll('{n}', '1')

/** A pattern in words: the members that are there, in the order in which one reads a stack. */
function bullet(pattern: StackPattern): string {
  const { top, any, none, called, by, state, ownLeaf, leafLost, receive, wakes, origin } = pattern
  const parts = [
    top && `innermost ${names(top, ' or ')}`,
    ownLeaf && 'innermost a function of the program itself',
    leafLost && 'whose other functions the text lost',
    pattern.libraryLeaf === 'any' && 'innermost a function of a library',
    pattern.libraryLeaf === 'third-party' && 'innermost a function of a library that is not the standard one',
    pattern.ownCaller && 'called by a function of the program itself',
    pattern.bare && 'nothing but `runtime.goexit`',
    origin === 'anonymous' && 'without a name',
    called && `with one of ${names(called, ', ')} in its name`,
    any && `in the stack ${names(any, ' and ')}`,
    none && `not in the stack ${names(none, ' nor ')}`,
    state && `waiting in ${names(state, ' or ')}`,
    receive === 'range' && 'in the two-result form of a receive',
    receive === 'single' && 'in the form `<-ch` of a receive',
    wakes === true && 'woken within the minute',
    wakes === false && 'not woken within the minute',
    origin === 'start-method' && 'started by a method such as `Start` of its own type',
    by && `created by ${names(by, ' or ')}`,
  ].filter((part) => typeof part === 'string')
  return `* ${parts.join(', ')}`
}
