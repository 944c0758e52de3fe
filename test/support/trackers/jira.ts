import { Hono } from 'hono'
import { added, type DoubleEnv, type DoubleKind, type DoubleState } from './double.ts'

const [USER, TOKEN] = ['ada@acme.example', 'ATATT1']

/** A workflow without a way from done to in progress. */
const TRANSITIONS = {
  open: [
    { id: '11', name: 'Start', to: { statusCategory: { key: 'indeterminate' } } },
    { id: '31', name: 'Done', to: { statusCategory: { key: 'done' } } },
  ],
  closed: [{ id: '41', name: 'Reopen', to: { statusCategory: { key: 'new' } } }],
}

/** Jira Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3. Texts are documents (ADF). */
export const JIRA: DoubleKind = {
  webhook: (origin) => ({ kind: 'jira', url: `${origin}/browse/SHOP`, user: USER, token: TOKEN }),
  deleted: 404,
  guard: async (c, next) =>
    c.req.header('authorization') === `Basic ${btoa(`${USER}:${TOKEN}`)}` ? next() : c.body('', 401),
  routes: (state) =>
    new Hono<DoubleEnv>()
      .basePath('/rest/api/3')
      .get('/project/:key', (c) =>
        c.req.param('key') === 'SHOP' ? c.json({ key: 'SHOP' }) : c.json({ errorMessages: [] }, 404),
      )
      .post('/search/jql', async (c) => {
        const { jql, maxResults = 50 } = await c.req.json()
        const [, project, label = ''] = /^project = "(\w+)" AND labels = "(\S+)"/.exec(jql) ?? []
        if (project !== 'SHOP') return c.json({ errorMessages: ['The value does not exist.'] }, 400)
        const found = state.issues.filter(({ isDeleted, labels }) => !isDeleted && labels.includes(label))
        return c.json({ isLast: true, issues: found.slice(0, maxResults).map(keyOf) })
      })
      .post('/issue', async (c) => {
        const { fields } = await c.req.json()
        const errors = errorsIn(fields)
        if (errors.length > 0) return c.json({ errorMessages: errors, errors: {} }, 400)
        const body = JSON.stringify(fields.description)
        return c.json(keyOf(added(state, { title: fields.summary, body, labels: fields.labels })), 201)
      })
      .get('/issue/:key', (c) => {
        const issue = there(state, c.req.param('key'))
        if (issue === undefined) return c.json({ errorMessages: ['Issue does not exist'] }, 404)
        const key = issue.state === 'open' ? 'new' : 'done'
        return c.json({ ...keyOf(issue), fields: { status: { statusCategory: { key } } } })
      })
      .post('/issue/:key/comment', async (c) => {
        const issue = there(state, c.req.param('key'))
        if (issue === undefined) return c.json({ errorMessages: ['Issue does not exist'] }, 404)
        const { body } = await c.req.json()
        if (!isDocument(body)) return c.json({ errorMessages: ['Comment body is not valid!'] }, 400)
        issue.comments.push(textIn(body))
        return c.json({ id: String(issue.comments.length) }, 201)
      })
      .get('/issue/:key/transitions', (c) => {
        const issue = there(state, c.req.param('key'))
        return issue === undefined
          ? c.json({ errorMessages: [] }, 404)
          : c.json({ transitions: TRANSITIONS[issue.state] })
      })
      .post('/issue/:key/transitions', async (c) => {
        const issue = there(state, c.req.param('key'))
        if (issue === undefined) return c.json({ errorMessages: [] }, 404)
        const { transition } = await c.req.json()
        const taken = TRANSITIONS[issue.state].find(({ id }) => id === transition?.id)
        if (taken === undefined) return c.json({ errorMessages: ['Transition id is not valid'] }, 400)
        issue.state = taken.to.statusCategory.key === 'done' ? 'closed' : 'open'
        return c.body(null, 204)
      }),
}

const keyOf = ({ number }: { readonly number: number }) => ({ id: String(number), key: `SHOP-${number}` })

const there = ({ issues }: DoubleState, key: string) =>
  issues.find((issue) => keyOf(issue).key === key && !issue.isDeleted)

interface Fields {
  readonly summary: string
  readonly description: unknown
  readonly labels: readonly string[]
  readonly issuetype: { readonly name: string }
}

function errorsIn({ summary, description, labels, issuetype }: Fields): string[] {
  return [
    summary.length > 255 || summary.includes('\n') ? 'summary' : '',
    isDocument(description) ? '' : 'description',
    labels.some((label) => /\s/.test(label) || label.length > 255) ? 'labels' : '',
    ['Bug', 'Task'].includes(issuetype.name) ? '' : 'issuetype',
  ].filter((name) => name !== '')
}

const isDocument = (value: unknown): boolean => {
  const { type, version, content } = value as Readonly<Record<string, unknown>>
  return type === 'doc' && version === 1 && Array.isArray(content) && JSON.stringify(value).length < 200_000
}

/** All text of a document. */
function textIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  if ('text' in value && typeof value.text === 'string') return value.text
  return Object.values(value).map(textIn).join('')
}
