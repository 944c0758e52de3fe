/** Which targets are in a list of Prometheus' form? `[{"targets": ["10.0.0.7:6060"], "labels": {"service": "checkout"}}]` */

import * as v from 'valibot'
import type { Target } from '../target.ts'
import { type ListDefaults, labelledTarget } from './labelled-target.ts'
import { type Found, type LeftOut, NoList } from './source.ts'

/** Bytes of a list; 5,000 targets with ten labels each have 2 MB. */
export const LIST_LIMIT = 8 * 1024 * 1024

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config; YAML has '' for nothing. */
const Labels = v.union([
  v.record(v.string(), v.string()),
  v.pipe(
    v.nullish(v.literal('')),
    v.transform(() => ({})),
  ),
])
const Groups = v.array(v.looseObject({ targets: v.array(v.string()), labels: v.optional(Labels) }))

/** @throws NoList that says where the list is not what it has to be */
export function targetList(value: unknown, defaults: ListDefaults): Found {
  const groups = v.safeParse(Groups, value)
  if (!groups.success) throw new NoList(wrongWhere(groups.issues), FORM)
  const targets: Target[] = []
  const leftOut: LeftOut[] = []
  for (const { targets: addresses, labels = {} } of groups.output) {
    for (const address of addresses) {
      const target = labelledTarget(address, labels, defaults)
      if (typeof target === 'string') leftOut.push({ what: visiblePlace(address), why: target })
      else targets.push(target)
    }
  }
  return { targets, leftOut }
}

const FORM = 'write it as [{"targets": ["HOST:PORT"], "labels": {"service": "NAME"}}]'

/** `entry 2, labels.version: Expected string but received 1.4` */
function wrongWhere([issue]: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const deepest = deepestOf(issue)
  const [entry, ...path] = (deepest.path ?? []).map(({ key }) => key)
  const place = entry === undefined ? 'the list' : `entry ${Number(entry) + 1}`
  return `${[place, path.join('.')].filter((part) => part !== '').join(', ')}: expected ${deepest.expected}, got ${deepest.received.slice(0, 40)}`
}

/** Of a union, what the value was most like. */
function deepestOf(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const [first] = issue.type === 'union' ? (issue.issues ?? []) : []
  if (first === undefined) return issue
  return { ...first, path: [...(issue.path ?? []), ...(first.path ?? [])] } as v.BaseIssue<unknown>
}

/** An address that holds credentials by mistake does not reach the log. */
const visiblePlace = (address: string): string => address.replace(/^.*@/s, '').slice(0, 100)
