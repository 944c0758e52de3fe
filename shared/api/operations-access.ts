import { MadeToken, Session, TokenPage } from './answers/token.ts'
import { json, type Operation } from './operation.ts'
import { PageQuery } from './schema.ts'
import { NewToken, RevokeQuery } from './token-schema.ts'

/** Who may ask. */
export const ACCESS: readonly Operation[] = [
  {
    id: 'logIn',
    method: 'post',
    path: '/session',
    scope: 'read',
    summary: "Begin a browser's session with the token that is sent: the cookie of the page",
    answers: { 201: json(Session) },
  },
  {
    id: 'getSession',
    method: 'get',
    path: '/session',
    scope: 'read',
    summary: 'Whose token or session this is, and what it allows',
    answers: { 200: json(Session) },
  },
  {
    id: 'logOut',
    method: 'delete',
    path: '/session',
    scope: 'none',
    summary: 'Forget the cookie of the page',
    answers: { 204: undefined },
  },
  {
    id: 'listTokens',
    method: 'get',
    path: '/v1/tokens',
    scope: 'admin',
    summary: 'Tokens of the tenant that allow no more than the one that asks',
    query: PageQuery,
    answers: { 200: json(TokenPage) },
  },
  {
    id: 'makeToken',
    method: 'post',
    path: '/v1/tokens',
    scope: 'admin',
    summary: 'Make a token, which is shown this once',
    body: json(NewToken),
    answers: { 201: json(MadeToken) },
  },
  {
    id: 'revokeToken',
    method: 'delete',
    path: '/v1/tokens/{id}',
    scope: 'admin',
    summary: 'Revoke a token; it works 30 s more at most',
    query: RevokeQuery,
    answers: { 204: undefined },
  },
]
