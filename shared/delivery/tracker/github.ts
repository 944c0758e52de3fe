import * as v from 'valibot'
import { iso } from '#shared/time.ts'
import { readAnswer } from './answer.ts'
import { asking } from './ask.ts'
import type { Project } from './project.ts'
import type { CallTracker, Issue, IssueState, Tracker } from './tracker.ts'

const GitHubIssue = v.object({
  number: v.number(),
  html_url: v.string(),
  state: v.picklist(['open', 'closed']),
  state_reason: v.nullish(v.string()),
  body: v.nullish(v.string()),
})
const GitHubIssues = v.array(GitHubIssue)

/** Pages of 100 issues that are looked through for one that was filed minutes ago. */
const MOST_PAGES = 10
/** Reasons for which a person closes what will not be done. */
const REFUSED: readonly unknown[] = ['not_planned', 'duplicate']

/** Issues of GitHub, also of GitHub Enterprise Server (https://docs.github.com/en/rest/issues, version 2022-11-28). */
export function gitHubTracker(
  { origin, path }: Project,
  token: string,
  call: CallTracker,
  now: () => number,
): Tracker {
  const api = origin === 'https://github.com' ? 'https://api.github.com' : `${origin}/api/v3`
  const issues = `${api}/repos/${path}/issues`
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  }
  const ask = asking(call, headers, now)
  return {
    find: async (marker, since) => {
      const query = `state=all&sort=created&direction=desc&per_page=100&since=${iso(since)}`
      for (let page = 1; page <= MOST_PAGES; page++) {
        const listed = readAnswer(GitHubIssues, await ask('GET', `${issues}?${query}&page=${page}`, [200]))
        const found = listed.find(({ body }) => body?.includes(marker))
        if (found !== undefined) return issueOf(found)
        if (listed.length < 100) return undefined
      }
      return undefined
    },
    create: async ({ title, markdown, marker, labels }) => {
      const body = { title, body: `${markdown}\n<!-- ${marker} -->\n`, labels }
      return issueOf(readAnswer(GitHubIssue, await ask('POST', issues, [201], body)))
    },
    state: async ({ id }) => {
      const answer = await ask('GET', `${issues}/${id}`, [200, 301, 404, 410])
      return answer.status === 200 ? stateOf(readAnswer(GitHubIssue, answer)) : 'gone'
    },
    comment: async ({ id }, markdown) => {
      await ask('POST', `${issues}/${id}/comments`, [201], { body: markdown })
    },
    close: async ({ id }) => {
      await ask('PATCH', `${issues}/${id}`, [200], { state: 'closed', state_reason: 'completed' })
    },
    reopen: async ({ id }) => {
      await ask('PATCH', `${issues}/${id}`, [200], { state: 'open', state_reason: 'reopened' })
    },
    check: async () => {
      await ask('GET', `${issues}?per_page=1`, [200])
    },
  }
}

const issueOf = ({ number, html_url }: v.InferOutput<typeof GitHubIssue>): Issue => ({
  id: String(number),
  url: html_url,
})

function stateOf({ state, state_reason }: v.InferOutput<typeof GitHubIssue>): IssueState {
  if (state === 'open') return 'open'
  return REFUSED.includes(state_reason) ? 'refused' : 'closed'
}
