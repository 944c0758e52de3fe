import { gitHubTracker } from './github.ts'
import { gitLabTracker } from './gitlab.ts'
import { projectOf, type TrackerWebhook } from './project.ts'
import type { CallTracker, Tracker } from './tracker.ts'

/** The type of issue that Jira's templates for software have. */
const DEFAULT_ISSUE_TYPE = 'Bug'

export async function trackerOf(
  { kind, url, token = '', user = '', issueType = DEFAULT_ISSUE_TYPE }: TrackerWebhook,
  call: CallTracker,
  now: () => number,
): Promise<Tracker> {
  const project = projectOf(kind, new URL(url))
  switch (kind) {
    case 'github':
      return gitHubTracker(project, token, call, now)
    case 'gitlab':
      return gitLabTracker(project, token, call, now)
    case 'jira': {
      // It brings a reader of Markdown along.
      const { jiraTracker } = await import('./jira.ts')
      return jiraTracker(project, { user, token, issueType }, call, now)
    }
  }
}
