import * as v from 'valibot'
import { FindingIssue } from '#shared/api/answers/finding.ts'
import { findingHandle, findingPath } from '../handles.ts'
import { tool } from '../tool.ts'

export const explainFinding = tool({
  name: 'explain_finding',
  title: 'Explain a goroutine leak',
  description:
    'One leak as Markdown: since when and which version, how fast, where it blocks and where it is started (file:line), cause, fix with code before and after, the stack. After a fix is deployed call verify_fix with the same handle.',
  input: v.object({ finding: findingHandle }),
  async run({ finding }, api) {
    const { title, markdown } = v.parse(FindingIssue, await api.get(`${findingPath(finding)}/issue`))
    return `# ${title}\n\n${markdown}`
  },
})
