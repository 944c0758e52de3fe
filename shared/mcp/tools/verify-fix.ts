import * as v from 'valibot'
import { FindingFix } from '#shared/api/answers/finding.ts'
import { findingHandle, findingPath } from '../handles.ts'
import { tool } from '../tool.ts'

export const verifyFix = tool({
  name: 'verify_fix',
  title: 'Is a leak fixed in a version?',
  description:
    'Yes, no, or not yet with the time at which it will be sure: compares what the leak would have brought at its old rate with what came in the version. Call it after the fix is deployed, and again at the time that it names.',
  input: v.object({
    finding: findingHandle,
    version: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(200),
        v.description('Version with the fix; default: that of the newest processes'),
      ),
    ),
  }),
  async run({ finding, version }, api) {
    const query = version === undefined ? '' : `?${new URLSearchParams({ version })}`
    const { says } = v.parse(FindingFix, await api.get(`${findingPath(finding)}/fix${query}`))
    return says
  },
})
