import type { Context } from 'hono'
import { inflate } from '#shared/goroutine/inflate.ts'
import { flameDifference, flameTree } from '#shared/pprof/flame.ts'
import { foldedText } from '#shared/pprof/folded.ts'
import { stackText } from '#shared/pprof/text.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import type { ApiEnv } from '../api-deps.ts'
import type { Gathered } from '../lookup/gather-stacks.ts'

/** Endings of the paths under which stacks are handed out. */
export const FORMS = ['pb.gz', 'txt', 'folded', 'json'] as const
export type Form = (typeof FORMS)[number]

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

/** Stacks in one of the forms. @param name of what they are of, for a file */
export async function answerAs(
  form: Form,
  c: Context<ApiEnv>,
  service: string,
  name: string,
  { tree, type, takenAt }: Gathered,
): Promise<Response> {
  if (form === 'folded') return c.body(foldedText(tree), 200, TEXT)
  if (form === 'txt') return c.body(stackText(tree, type), 200, TEXT)
  if (form === 'json') return c.json(flameTree(tree, service))
  const { profileProto } = await import('#shared/pprof/proto.ts')
  return answerProto(c, service, name, await profileProto(tree, { type, service, takenAt }))
}

/** Both sides as a tree for flame graphs. */
export const answerDifference = (c: Context<ApiEnv>, service: string, { tree }: Gathered): Response =>
  c.json(flameDifference(tree, service))

/** True where the bytes in the bucket are of this form already. */
export const isStoredAs = (form: Form, { key }: StoredProfile): boolean =>
  key.endsWith('.pb.gz') ? form === 'pb.gz' : form === 'txt'

/** A profile as it was received; text goes out compressed to whoever takes it so. */
export async function answerOriginal(
  form: Form,
  c: Context<ApiEnv>,
  service: string,
  name: string,
  { key, body }: StoredProfile,
  limit: number,
): Promise<Response> {
  if (form === 'pb.gz') return answerProto(c, service, name, body)
  const headers = { ...TEXT, vary: 'accept-encoding' }
  if (/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    return c.body(new Uint8Array(body), 200, { ...headers, 'content-encoding': 'gzip' })
  }
  const inflated = await inflate(body, limit)
  if (inflated.answer === 'broken') throw new Error(`the stored profile ${key} cannot be read`)
  return c.body(new Uint8Array(inflated.bytes), 200, headers)
}

function answerProto(c: Context<ApiEnv>, service: string, name: string, bytes: Uint8Array): Response {
  const file = `${service}-${name}.pb.gz`.replaceAll(/[^\w.-]/g, '-')
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file}"`,
  })
}
