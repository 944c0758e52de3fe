import { Hono } from 'hono'
import {
  added,
  type DoubleEnv,
  type DoubleIssue,
  type DoubleKind,
  type DoubleState,
  pageOf,
} from './double.ts'

const TOKEN = 'github_pat_1'
const REPOSITORY = '/api/v3/repos/acme/shop'

/** GitHub Enterprise Server: https://docs.github.com/en/enterprise-server/rest/issues (2022-11-28). */
export const GITHUB: DoubleKind = {
  webhook: (origin) => ({ kind: 'github', url: `${origin}/acme/shop`, token: TOKEN }),
  deleted: 410,
  guard: async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${TOKEN}`)
      return c.json({ message: 'Bad credentials' }, 401)
    if (c.req.header('user-agent') === undefined) return c.json({ message: 'no user agent' }, 403)
    return next()
  },
  routes: (state) => {
    const shown = ({ number, title, body, state: is, reason }: DoubleIssue, origin: string) => ({
      number,
      title,
      body,
      state: is,
      state_reason: reason,
      html_url: `${origin}/acme/shop/issues/${number}`,
    })
    return new Hono<DoubleEnv>()
      .basePath(REPOSITORY)
      .get('/issues', (c) => {
        const { page = '1', per_page: size = '30', since = '', state: wanted = 'open' } = c.req.query()
        const all = state.issues.filter(
          ({ isDeleted, createdAt, state: is }) =>
            !isDeleted && createdAt >= (Date.parse(since) || 0) && (wanted === 'all' || is === wanted),
        )
        const { items, hasMore } = pageOf(all.toReversed(), Number(page), Math.min(100, Number(size)))
        if (hasMore) c.header('link', `<${c.req.url}>; rel="next"`)
        const { origin } = new URL(c.req.url)
        return c.json(items.map((issue) => shown(issue, origin)))
      })
      .post('/issues', async (c) => {
        const { title, body, labels } = await c.req.json()
        if (typeof title !== 'string' || title.length > 256 || body.length > 65_536)
          return c.json({ message: 'Validation Failed' }, 422)
        if (labels.some((label: string) => label.length > 50))
          return c.json({ message: 'Validation Failed' }, 422)
        return c.json(shown(added(state, { title, body, labels }), new URL(c.req.url).origin), 201)
      })
      .get('/issues/:number', (c) => {
        const issue = numbered(state, c.req.param('number'))
        if (issue === undefined) return c.json({ message: 'Not Found' }, 404)
        if (issue.isDeleted) return c.json({ message: 'This issue was deleted' }, 410)
        return c.json(shown(issue, new URL(c.req.url).origin))
      })
      .patch('/issues/:number', async (c) => {
        const issue = numbered(state, c.req.param('number'))
        if (issue === undefined || issue.isDeleted) return c.json({ message: 'Not Found' }, 404)
        const { state: is, state_reason: reason = null } = await c.req.json()
        if (!['open', 'closed'].includes(is)) return c.json({ message: 'Validation Failed' }, 422)
        Object.assign(issue, { state: is, reason })
        return c.json(shown(issue, new URL(c.req.url).origin))
      })
      .post('/issues/:number/comments', async (c) => {
        const issue = numbered(state, c.req.param('number'))
        if (issue === undefined || issue.isDeleted) return c.json({ message: 'Not Found' }, 404)
        const { body } = await c.req.json()
        issue.comments.push(body)
        return c.json({ id: issue.comments.length, body }, 201)
      })
  },
}

const numbered = ({ issues }: DoubleState, number: string) => issues[Number(number) - 1]
