import ignore from 'ignore'
import { packageOf } from '#shared/signature/package-of.ts'
import type { CodeRule, OwnerRule, OwnerRules } from './owner-rules.ts'

/** What is asked about: a finding, by where it stands. */
export interface Owned {
  readonly service: string
  /** The program's own frame nearest to the leaf, where there is one. */
  readonly ownCode: string | undefined
  /** What the settings of the service say. */
  readonly settingsOwner: string | undefined
}

/** Characters of an import path that patterns are asked about. */
const LONGEST_PATH = 300
/** Stands for any file of a package: patterns are of files. */
const FILE = 'any.go'

/**
 * Who owns it: the last line that fits. The settings of the service count before all lines but those for the code of a
 * module; none where nobody said.
 */
export function ownersOf({ rules }: OwnerRules, owned: Owned): readonly string[] {
  const path = owned.ownCode === undefined ? undefined : packageOf(owned.ownCode)
  const rule = rules.findLast((one) => fits(one, owned.service, path))
  const isOfModule = rule?.is === 'code' && rule.module !== undefined && rule.owners.length > 0
  if (owned.settingsOwner !== undefined && !isOfModule) return [owned.settingsOwner]
  return rule?.owners ?? []
}

const fits = (rule: OwnerRule, service: string, path: string | undefined): boolean =>
  rule.is === 'service' ? service.startsWith(rule.prefix) : path !== undefined && isOwnedBy(rule, path)

/** Whether a rule is of the files in a package. The package `main` says nothing of the module that it stands in. */
function isOwnedBy({ module, pattern, depth }: CodeRule, path: string): boolean {
  const folder = module === undefined ? path : within(path, module)
  if (folder === undefined || path.length > LONGEST_PATH) return false
  const file = folder === '' ? FILE : `${folder}/${FILE}`
  return (
    ignore.isPathValid(file) &&
    (depth === undefined || file.split('/').length === depth) &&
    pattern.ignores(file)
  )
}

const within = (path: string, module: string): string | undefined =>
  path === module ? '' : path.startsWith(`${module}/`) ? path.slice(module.length + 1) : undefined
