import * as v from 'valibot'
import { Intention } from '../settings-schema.ts'
import { count, instant } from './common.ts'

const Settings = v.object({
  resolutionSeconds: v.pipe(v.nullable(count), v.description('Seconds a slot; null: as the stage has it')),
  windowDays: v.pipe(count, v.description('How far back the judge looks')),
  limits: v.object({ goroutines: v.nullable(count), descriptors: count }),
  ownCode: v.array(v.string()),
  allowedLabels: v.pipe(
    v.nullable(v.array(v.string())),
    v.description('Labels of processes whose values are kept; null: all'),
  ),
  intended: v.array(Intention),
  owner: v.nullable(v.string()),
  links: v.array(v.object({ title: v.string(), url: v.string() })),
})

export const settingsMembers = {
  settings: Settings,
  settingsRevision: v.pipe(count, v.description('Grows by one with every change; the ETag')),
  nextResolution: v.pipe(
    v.nullable(v.object({ seconds: v.nullable(count), from: instant })),
    v.description('A change of the resolution that is still to come'),
  ),
}
