import { markdownToAdf } from 'marklassian'
import * as v from 'valibot'
import { readAnswer } from './answer.ts'
import { asking } from './ask.ts'
import type { Project } from './project.ts'
import { type CallTracker, type Issue, type Tracker, TrackerError } from './tracker.ts'

const category = v.object({ statusCategory: v.object({ key: v.string() }) })
const JiraIssue = v.object({ key: v.string() })
const JiraFound = v.object({ issues: v.array(JiraIssue) })
const JiraStatus = v.object({ fields: v.object({ status: category }) })
const JiraTransitions = v.object({ transitions: v.array(v.object({ id: v.string(), to: category })) })

/** How Jira is asked. */
export interface JiraAccount {
  /** Mail address of the account whose the token is. */
  readonly user: string
  readonly token: string
  /** Name of the type of issue that is filed. */
  readonly issueType: string
}

/** Keys of the categories that every status of Jira belongs to. */
const DONE = ['done']
const NOT_DONE = ['new', 'indeterminate']

/**
 * Issues of Jira Cloud (https://developer.atlassian.com/cloud/jira/platform/rest/v3).
 *
 * The marker is a label, since a search finds no words in a comment of Markdown. Closing and reopening are transitions
 * of the project's own workflow, chosen by the category of the status that they lead to.
 */
export function jiraTracker(
  { origin, path: project }: Project,
  { user, token, issueType }: JiraAccount,
  call: CallTracker,
  now: () => number,
): Tracker {
  const api = `${origin}/rest/api/3`
  const headers = {
    accept: 'application/json',
    authorization: `Basic ${Buffer.from(`${user}:${token}`, 'utf8').toString('base64')}`,
  }
  const ask = asking(call, headers, now)
  const issueOf = ({ key }: v.InferOutput<typeof JiraIssue>): Issue => ({
    id: key,
    url: `${origin}/browse/${key}`,
  })
  const move = async ({ id }: Issue, categories: readonly string[]): Promise<void> => {
    const { transitions } = readAnswer(
      JiraTransitions,
      await ask('GET', `${api}/issue/${id}/transitions`, [200]),
    )
    const [transition] = categories.flatMap((wanted) =>
      transitions.filter(({ to }) => to.statusCategory.key === wanted),
    )
    if (transition === undefined)
      throw new TrackerError(
        `The workflow has no transition from the status of ${id} to one of the category ${categories[0]}; add one, or move the issue by hand.`,
      )
    await ask('POST', `${api}/issue/${id}/transitions`, [204], { transition: { id: transition.id } })
  }
  return {
    find: async (marker) => {
      const jql = `project = "${project}" AND labels = "${labelOf(marker)}" ORDER BY created ASC`
      const body = { jql, fields: ['status'], maxResults: 1 }
      const [found] = readAnswer(JiraFound, await ask('POST', `${api}/search/jql`, [200], body)).issues
      return found === undefined ? undefined : issueOf(found)
    },
    create: async ({ title, markdown, marker, labels }) => {
      const fields = {
        project: { key: project },
        issuetype: { name: issueType },
        summary: title,
        description: markdownToAdf(markdown),
        labels: [...labels, marker].map(labelOf),
      }
      return issueOf(readAnswer(JiraIssue, await ask('POST', `${api}/issue`, [201], { fields })))
    },
    state: async ({ id }) => {
      const answer = await ask('GET', `${api}/issue/${id}?fields=status`, [200, 404])
      if (answer.status === 404) return 'gone'
      const { status } = readAnswer(JiraStatus, answer).fields
      return DONE.includes(status.statusCategory.key) ? 'closed' : 'open'
    },
    comment: async ({ id }, markdown) => {
      await ask('POST', `${api}/issue/${id}/comment`, [201], { body: markdownToAdf(markdown) })
    },
    close: (issue) => move(issue, DONE),
    reopen: (issue) => move(issue, NOT_DONE),
    check: async () => {
      await ask('GET', `${api}/project/${project}`, [200])
    },
  }
}

/** Labels of Jira hold no spaces. */
const labelOf = (text: string): string => text.replace(/[\s"\\]+/g, '-')
