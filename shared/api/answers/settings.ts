import * as v from 'valibot'
import { Intention, Repository } from '../settings-schema.ts'
import { count, instant } from './common.ts'

const Settings = v.object({
  resolutionSeconds: v.pipe(
    v.nullable(count),
    v.description('Seconds per slot; null: the default of the stage'),
  ),
  windowDays: v.pipe(count, v.description('Days that the judge looks back')),
  limits: v.object({ goroutines: v.nullable(count), descriptors: count }),
  ownCode: v.array(v.string()),
  allowedLabels: v.pipe(
    v.nullable(v.array(v.string())),
    v.description('Keys of process labels whose values are kept; null: all'),
  ),
  intended: v.array(Intention),
  dumpsUpTo: v.pipe(
    count,
    v.description('Goroutines of a process up to which it is asked for full dumps; 0: never'),
  ),
  owner: v.nullable(v.string()),
  repository: v.pipe(
    v.nullable(Repository),
    v.description('Where the code is kept, for links to lines of source'),
  ),
  links: v.array(v.object({ title: v.string(), url: v.string() })),
})

export const settingsMembers = {
  settings: Settings,
  settingsRevision: v.pipe(count, v.description('Incremented by every change; the ETag')),
  nextResolution: v.pipe(
    v.nullable(v.object({ seconds: v.nullable(count), from: instant })),
    v.description('A scheduled change of the resolution'),
  ),
}
