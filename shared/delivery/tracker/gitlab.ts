import * as v from 'valibot'
import { iso } from '#shared/time.ts'
import { readAnswer } from './answer.ts'
import { asking } from './ask.ts'
import type { Project } from './project.ts'
import type { CallTracker, Issue, IssueState, Tracker } from './tracker.ts'

const GitLabIssue = v.object({
  iid: v.number(),
  web_url: v.string(),
  state: v.picklist(['opened', 'closed']),
  description: v.nullish(v.string()),
  moved_to_id: v.nullish(v.number()),
})
const GitLabIssues = v.array(GitLabIssue)

/** Pages of 100 issues that are looked through for one that was filed minutes ago. */
const MOST_PAGES = 10

/** Issues of GitLab, also of one's own (https://docs.gitlab.com/api/issues, version 4). */
export function gitLabTracker(
  { origin, path }: Project,
  token: string,
  call: CallTracker,
  now: () => number,
): Tracker {
  const issues = `${origin}/api/v4/projects/${encodeURIComponent(path)}/issues`
  const headers = { accept: 'application/json', 'private-token': token }
  const ask = asking(call, headers, now)
  return {
    find: async (marker, since) => {
      const query = `scope=all&order_by=created_at&sort=desc&per_page=100&created_after=${iso(since)}`
      for (let page = 1; page <= MOST_PAGES; page++) {
        const answer = await ask('GET', `${issues}?${query}&page=${page}`, [200])
        const found = readAnswer(GitLabIssues, answer).find((one) => one.description?.includes(marker))
        if (found !== undefined) return issueOf(found)
        if ((answer.headers['x-next-page'] ?? '') === '') return undefined
      }
      return undefined
    },
    create: async ({ title, markdown, marker, labels }) => {
      const description = `${markdown}\n<!-- ${marker} -->\n`
      // A comma would part one label into two.
      const body = { title, description, labels: labels.map((label) => label.replaceAll(',', ' ')).join(',') }
      return issueOf(readAnswer(GitLabIssue, await ask('POST', issues, [201], body)))
    },
    state: async ({ id }) => {
      const answer = await ask('GET', `${issues}/${id}`, [200, 404])
      return answer.status === 200 ? stateOf(readAnswer(GitLabIssue, answer)) : 'gone'
    },
    comment: async ({ id }, markdown) => {
      await ask('POST', `${issues}/${id}/notes`, [201], { body: markdown })
    },
    close: async ({ id }) => {
      await ask('PUT', `${issues}/${id}`, [200], { state_event: 'close' })
    },
    reopen: async ({ id }) => {
      await ask('PUT', `${issues}/${id}`, [200], { state_event: 'reopen' })
    },
    check: async () => {
      await ask('GET', `${issues}?per_page=1`, [200])
    },
  }
}

const issueOf = ({ iid, web_url }: v.InferOutput<typeof GitLabIssue>): Issue => ({
  id: String(iid),
  url: web_url,
})

function stateOf({ state, moved_to_id }: v.InferOutput<typeof GitLabIssue>): IssueState {
  if (moved_to_id != null) return 'gone'
  return state === 'opened' ? 'open' : 'closed'
}
