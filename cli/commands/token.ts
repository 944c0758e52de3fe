import * as v from 'valibot'
import { MadeToken, TokenPage } from '#shared/api/answers/token.ts'
import { type Arguments, type Command, type Terminal, UsageError } from '../command.ts'
import { ask, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'
import { makeToken } from '../stack-token.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>
type Action = (
  server: Server,
  values: Values,
  operands: readonly string[],
  terminal: Terminal,
) => Promise<void>

const ACTIONS: Readonly<Record<string, Action>> = { create, list, revoke }

export const token: Command = {
  name: 'token',
  summary: 'Create, list and revoke tokens.',
  usage: 'tidemark token create NAME [options] | list | revoke ID',
  options: {
    scope: {
      type: 'string',
      help: 'push, read or admin; separate several with commas (default: push)',
    },
    prefix: { type: 'string', help: 'only services whose name begins with this' },
    days: { type: 'string', help: 'days until it expires (default: it does not expire)' },
    expires: { type: 'string', help: 'time at which it expires instead, RFC 3339' },
    force: { type: 'boolean', help: 'revoke even the last token that can create others' },
    json: { type: 'boolean', help: 'print the complete responses as JSON' },
    stack: {
      type: 'string',
      help: 'create: write the token to the table of this CloudFormation stack, with your AWS credentials',
    },
    tenant: { type: 'string', help: 'create with --stack: the tenant of the token' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark token create "agent of cluster 7" --prefix shop/ --days 365',
    'tidemark token create dashboard --scope read --json',
    'tidemark token create first --scope admin --stack tidemark-prod --tenant acme',
    'tidemark token list',
    'tidemark token revoke 2f6d1c0a9b8e7f53',
  ],
  async run({ values, positionals }: Arguments, terminal) {
    const [name = '', ...operands] = positionals
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (action === undefined) throw new UsageError('say one of create, list and revoke')
    const { stack, tenant } = values
    if (stack !== undefined) {
      if (action !== create) throw new UsageError('--stack is for create alone')
      await createIn(String(stack), String(tenant ?? ''), values as Values, operands, terminal)
      return 0
    }
    if (tenant !== undefined)
      throw new UsageError('--tenant needs --stack: a server knows whose token it is sent')
    await action(await serverOf(values, terminal), values as Values, operands, terminal)
    return 0
  },
}

async function create(server: Server, values: Values, operands: readonly string[], terminal: Terminal) {
  const wanted = wantedToken(values, operands)
  const answer = await ask(server, 'POST', '/v1/tokens', Buffer.from(JSON.stringify(wanted)))
  tell(v.parse(MadeToken, answer), values, terminal)
}

/** Into the table itself: the way to the first token of a tenant. */
async function createIn(
  stack: string,
  tenant: string,
  values: Values,
  operands: readonly string[],
  terminal: Terminal,
) {
  const wanted = wantedToken(values, operands)
  // The SDK takes half a second to load: help and the other commands go without it.
  const { openStack } = await import('../stack.ts')
  const { tokens } = await openStack(stack, terminal.now)
  tell(await makeToken(tokens, tenant, wanted, terminal.now()), values, terminal)
}

/** What `POST /v1/tokens` takes. */
function wantedToken(values: Values, operands: readonly string[]) {
  const [name, ...more] = operands
  if (name === undefined || more.length > 0) throw new UsageError('create takes one name')
  const { scope = 'push', prefix, days, expires } = values
  if (days !== undefined && !/^\d{1,4}$/.test(String(days)))
    throw new UsageError(`--days must be a whole number, got ${days}`)
  return {
    name,
    scopes: String(scope).split(','),
    servicePrefix: prefix,
    expiresInDays: days === undefined ? undefined : Number(days),
    expiresAt: expires,
  }
}

function tell(made: { readonly id: string; readonly token: string }, { json }: Values, terminal: Terminal) {
  if (json === true) return terminal.out(JSON.stringify(made))
  terminal.out(made.token)
  terminal.note(`${made.id} is its id; the token is not shown again`)
}

async function list(server: Server, { json }: Values, operands: readonly string[], { out }: Terminal) {
  if (operands.length > 0) throw new UsageError(`list takes no operand, got ${operands.join(' ')}`)
  const tokens = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const path = `/v1/tokens?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: v.InferOutput<typeof TokenPage> = v.parse(TokenPage, await ask(server, 'GET', path))
    tokens.push(...page.items)
    cursor = page.next
  }
  tokens.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  if (json === true) return out(JSON.stringify(tokens))
  const day = (at: string): string => at.slice(0, 10)
  const rows = tokens.map(({ id, scopes, servicePrefix, createdAt, expiresAt, name }) => [
    id,
    scopes.join(','),
    servicePrefix === null ? 'all services' : `${servicePrefix}…`,
    day(createdAt),
    expiresAt === null ? 'until revoked' : `until ${day(expiresAt)}`,
    name,
  ])
  for (const line of aligned(rows)) out(line)
}

async function revoke(server: Server, values: Values, operands: readonly string[], { out }: Terminal) {
  const [id, ...more] = operands
  if (id === undefined || more.length > 0) throw new UsageError('revoke takes one id; token list shows them')
  await ask(server, 'DELETE', `/v1/tokens/${encodeURIComponent(id)}?force=${values.force === true}`)
  out(
    values.json === true
      ? JSON.stringify({ id, revoked: true })
      : `${id} revoked; it works 30 s more at most`,
  )
}

/** Columns as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
