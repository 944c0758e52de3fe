import { Hono } from 'hono'
import {
  added,
  type DoubleEnv,
  type DoubleIssue,
  type DoubleKind,
  type DoubleState,
  pageOf,
} from './double.ts'

const TOKEN = 'glpat-1'

/** GitLab: https://docs.gitlab.com/api/issues and notes. Text that begins a line with a slash is a command there. */
export const GITLAB: DoubleKind = {
  webhook: (origin) => ({ kind: 'gitlab', url: `${origin}/acme/backend/shop`, token: TOKEN }),
  deleted: 404,
  guard: async (c, next) =>
    c.req.header('private-token') === TOKEN ? next() : c.json({ message: '401 Unauthorized' }, 401),
  routes: (state) => {
    const shown = ({ number, title, body, state: is }: DoubleIssue, origin: string) => ({
      id: 9_000 + number,
      iid: number,
      title,
      description: body,
      state: is === 'open' ? 'opened' : 'closed',
      moved_to_id: null,
      web_url: `${origin}/acme/backend/shop/-/issues/${number}`,
    })
    return new Hono<DoubleEnv>()
      .basePath('/api/v4/projects/acme%2Fbackend%2Fshop')
      .get('/issues', (c) => {
        const { page = '1', per_page: size = '20', created_after: after = '' } = c.req.query()
        const all = state.issues.filter(
          ({ isDeleted, createdAt }) => !isDeleted && createdAt >= (Date.parse(after) || 0),
        )
        const { items, hasMore } = pageOf(all.toReversed(), Number(page), Math.min(100, Number(size)))
        c.header('x-next-page', hasMore ? String(Number(page) + 1) : '')
        const { origin } = new URL(c.req.url)
        return c.json(items.map((issue) => shown(issue, origin)))
      })
      .post('/issues', async (c) => {
        const { title, description, labels } = await c.req.json()
        if (typeof title !== 'string' || title.length > 255 || isCommand(description))
          return c.json({ message: { title: ['is too long (maximum is 255 characters)'] } }, 400)
        const made = added(state, { title, body: description, labels: labels.split(',') })
        return c.json(shown(made, new URL(c.req.url).origin), 201)
      })
      .get('/issues/:iid', (c) => {
        const issue = there(state, c.req.param('iid'))
        return issue === undefined
          ? c.json({ message: '404 Not found' }, 404)
          : c.json(shown(issue, new URL(c.req.url).origin))
      })
      .put('/issues/:iid', async (c) => {
        const issue = there(state, c.req.param('iid'))
        if (issue === undefined) return c.json({ message: '404 Issue Not Found' }, 404)
        const { state_event: event } = await c.req.json()
        if (!['close', 'reopen'].includes(event))
          return c.json({ error: 'state_event does not have a valid value' }, 400)
        issue.state = event === 'close' ? 'closed' : 'open'
        return c.json(shown(issue, new URL(c.req.url).origin))
      })
      .post('/issues/:iid/notes', async (c) => {
        const issue = there(state, c.req.param('iid'))
        if (issue === undefined) return c.json({ message: '404 Not found' }, 404)
        const { body } = await c.req.json()
        if (isCommand(body)) return c.json({ commands_changes: {} }, 202)
        issue.comments.push(body)
        return c.json({ id: issue.comments.length, body }, 201)
      })
  },
}

const isCommand = (text: string): boolean => /^\/[a-z]/m.test(text)

const there = ({ issues }: DoubleState, iid: string) =>
  issues.find(({ number, isDeleted }) => String(number) === iid && !isDeleted)
