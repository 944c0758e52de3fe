import type { RuleId, RuleResult } from './rule.ts'

type Figures = RuleResult['figures']

/** What a rule found, in words for whoever does not know its name; a function where the figures decide between two. */
const TITLES: Readonly<Record<RuleId, { readonly fired: Title; readonly not: Title }>> = {
  'low-water-rises': { fired: 'The low water rises', not: 'The low water does not rise' },
  monotone: { fired: 'The rise is not chance', not: 'The rise may be chance' },
  separated: { fired: 'Ends above where it began', not: 'Ends no higher than it began' },
  alive: { fired: 'It keeps its pace', not: 'It loses its pace' },
  'never-returns': {
    fired: (figures) => (numberIn(figures, 'falls') === 0 ? 'None leaves' : 'Few leave'),
    not: 'Many leave again',
  },
  'not-a-step': { fired: 'Not a single jump', not: 'A few jumps, then level' },
  'not-saturating': { fired: 'No ceiling in sight', not: 'It levels off' },
  'not-load': { fired: 'Not traffic', not: 'May be traffic' },
  'again-after-restart': { fired: 'Again after a restart', not: 'Not seen again after a restart' },
  'several-processes': { fired: 'In several processes', not: 'In one process alone' },
  'known-cause': {
    fired: 'A known leak',
    not: (figures) =>
      numberIn(figures, 'entry') === undefined ? 'No known cause' : 'Known, and may be normal',
  },
  'runtime-proof': {
    fired: 'Proven by the runtime',
    not: (figures) => (numberIn(figures, 'reads') === 0 ? 'No leak profile' : 'Not proven by the runtime'),
  },
  ages: { fired: 'Old ones stay, new ones come', not: 'The waits do not tell' },
  sockets: {
    fired: 'Each holds a connection',
    not: (figures) => (numberIn(figures, 'tables') === 0 ? 'No socket table' : 'No sockets that match'),
  },
  'pile-up': { fired: 'A pile-up', not: 'No pile-up' },
  residents: {
    fired: 'Some never leave, more join them',
    not: (figures) =>
      (numberIn(figures, 'dumps') ?? 0) === 0 ? 'No full dumps' : 'Full dumps do not show it',
  },
  burst: { fired: 'Many at once, none left', not: 'No burst' },
}

type Title = string | ((figures: Figures) => string)

const numberIn = (figures: Figures, name: string): number | undefined =>
  (figures as Readonly<Record<string, number | undefined>>)[name]

/** Example outputs: `None leaves`, `Many leave again`; the sentence of the rule has the figures. */
export function ruleTitle({ id, fired, figures }: Pick<RuleResult, 'id' | 'fired' | 'figures'>): string {
  const title = TITLES[id][fired ? 'fired' : 'not']
  return typeof title === 'string' ? title : title(figures)
}
