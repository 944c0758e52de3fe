import ignore, { type Ignore } from 'ignore'

/** Who owns what, as the admins of a tenant have written it. */
export interface OwnerRules {
  /** In the order of their lines: the last that fits counts. */
  readonly rules: readonly OwnerRule[]
  /** Lines that say nothing. */
  readonly problems: readonly OwnerProblem[]
}

export type OwnerRule = ServiceRule | CodeRule

export interface ServiceRule {
  readonly is: 'service'
  readonly prefix: string
  readonly owners: readonly string[]
}

/** A line of a CODEOWNERS file. */
export interface CodeRule {
  readonly is: 'code'
  /** Import path of the module that the file is of; undefined: the pattern is of whole import paths. */
  readonly module: string | undefined
  readonly pattern: Ignore
  /** A pattern that ends in `/*` is of the files in one folder alone: the number of its parts. */
  readonly depth: number | undefined
  /** None: nobody, as a line without owners says. */
  readonly owners: readonly string[]
}

export interface OwnerProblem {
  /** From 1. */
  readonly line: number
  readonly why: string
}

/** Rules in one text: more than the CODEOWNERS of a large monorepo have. */
export const MOST_RULES = 1_000
/** Characters of a pattern, and asterisks in it: each multiplies what a path costs. */
const LONGEST_PATTERN = 200
const MOST_ASTERISKS = 4

/** `@name`, `@org/team`, `@@role`, `name@host` */
const OWNER = /^(?:@{1,2}[\w.-]+(?:\/[\w.-]+)*|[\w.+-]+@[\w.-]+)$/
/** GitLab's `[Name]`, `^[Name][2]`: default owners may follow. */
const HEADING = /^\^?\[[^\]]+\](?:\[\d+\])?(?=\s|$)/

/**
 * Reads the rules. `service PREFIX OWNER…` is for services, `module PATH` begins the CODEOWNERS file of a repository;
 * every other line is one of CODEOWNERS, as GitHub, GitLab and Gitea read it.
 */
export function parseOwnerRules(text: string): OwnerRules {
  const rules: OwnerRule[] = []
  const problems: OwnerProblem[] = []
  let module: string | undefined
  let defaults: readonly string[] = []
  for (const [i, written] of text.split('\n').entries()) {
    const content = written.replace(/(^|\s)#.*$/, '').trim()
    if (content === '') continue
    const refuse = (why: string) => problems.push({ line: i + 1, why })
    if (rules.length === MOST_RULES) {
      refuse(`at most ${MOST_RULES} rules are read; this is one more`)
      break
    }
    const heading = HEADING.exec(content)
    if (heading !== null) {
      defaults = wordsOf(content.slice(heading[0].length))
      continue
    }
    const [first = '', ...rest] = wordsOf(content)
    const [named = ''] = rest
    if (first === 'module' && rest.length === 1 && !OWNER.test(named)) {
      module = named.replace(/\/$/, '')
      defaults = []
      continue
    }
    const isService = first === 'service' && rest.length > 0 && !OWNER.test(named)
    const owners = isService ? rest.slice(1) : rest
    const stranger = owners.find((owner) => !OWNER.test(owner))
    if (stranger !== undefined) refuse(`${stranger} is no owner: write @name, @org/team or an e-mail address`)
    else if (isService && owners.length === 0) refuse(`the services ${named} have no owner: add one`)
    else if (isService) rules.push({ is: 'service', prefix: named.replace(/\*$/, ''), owners })
    else {
      const rule = codeRule(module, first, owners.length > 0 ? owners : defaults)
      if (typeof rule === 'string') refuse(rule)
      else rules.push(rule)
    }
  }
  return { rules, problems }
}

/** Words, in which a backslash keeps a space. */
const wordsOf = (text: string): string[] => text.match(/(?:\\.|[^\s\\])+/g) ?? []

/** @returns why it is none, where it is none */
function codeRule(module: string | undefined, written: string, owners: readonly string[]): CodeRule | string {
  // An exclusion of GitLab takes the owners away.
  const isExcluded = written.startsWith('!')
  const pattern = isExcluded ? written.slice(1) : written
  const asterisks = pattern.match(/\*+/g)?.length ?? 0
  if (pattern.length > LONGEST_PATTERN)
    return `the pattern has ${pattern.length} characters; at most ${LONGEST_PATTERN} are read`
  if (asterisks > MOST_ASTERISKS)
    return `the pattern has ${asterisks} asterisks; at most ${MOST_ASTERISKS} are read`
  const isDirect = pattern.endsWith('/*') && !pattern.includes('**')
  return {
    is: 'code',
    module,
    pattern: ignore({ ignorecase: false }).add(pattern),
    depth: isDirect ? pattern.replace(/^\//, '').split('/').length : undefined,
    owners: isExcluded ? [] : owners,
  }
}
