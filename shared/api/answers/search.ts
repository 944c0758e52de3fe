import * as v from 'valibot'
import { count } from './common.ts'
import { FindingPage } from './finding.ts'

/** What a text was found in; each list has the first few. */
export const Found = v.object({
  services: v.array(v.object({ name: v.string(), openFindings: count })),
  findings: FindingPage.entries.items,
  signatures: v.array(
    v.object({
      id: v.string(),
      service: v.string(),
      frame: v.pipe(v.string(), v.description('The function whose name contains the text')),
      ownCode: v.nullable(v.string()),
      entry: v.nullable(v.string()),
    }),
  ),
  cut: v.pipe(v.array(v.string()), v.description('What was not searched or is not shown, one sentence each')),
})
