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
    summary: 'Log in: exchange the token of the request for the session cookie of the page',
    answers: { 201: json(Session) },
  },
  {
    id: 'getSession',
    method: 'get',
    path: '/session',
    scope: 'read',
    summary: 'Name, scopes and expiry of the token or session',
    answers: { 200: json(Session) },
  },
  {
    id: 'logOut',
    method: 'delete',
    path: '/session',
    scope: 'none',
    summary: 'Log out: delete the session cookie',
    answers: { 204: undefined },
  },
  {
    id: 'listTokens',
    method: 'get',
    path: '/v1/tokens',
    scope: 'admin',
    summary: 'List tokens of the tenant that allow no more than the token of the request',
    query: PageQuery,
    answers: { 200: json(TokenPage) },
  },
  {
    id: 'makeToken',
    method: 'post',
    path: '/v1/tokens',
    scope: 'admin',
    summary: 'Create a token; the response shows it only this once',
    body: json(NewToken),
    answers: { 201: json(MadeToken) },
  },
  {
    id: 'revokeToken',
    method: 'delete',
    path: '/v1/tokens/{id}',
    scope: 'admin',
    summary: 'Revoke a token; it stops working within 30 s',
    query: RevokeQuery,
    answers: { 204: undefined },
  },
]
