import type * as v from 'valibot'

/** One thing that can be asked of the API: what the document says, what tests walk through. */
export interface Operation {
  /** Unique; names the operation in generated clients. */
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** OpenAPI's form: `/v1/services/{service}`. */
  readonly path: string
  /** What a token must allow; `none`: anybody may ask. */
  readonly scope: 'none' | 'push' | 'read' | 'admin'
  readonly summary: string
  readonly query?: v.ObjectSchema<v.ObjectEntries, undefined>
  /** Parameters of the query that cannot be left out, where the schema lets another check say so. */
  readonly needs?: readonly string[]
  /** Request headers beside those of HTTP itself. */
  readonly headers?: readonly string[]
  /** Content type → shape; bytes have none. */
  readonly body?: Content
  /** Status → content type → shape. Refusals are not listed: they are the same everywhere. */
  readonly answers: Readonly<Record<number, Content | undefined>>
}

/** Content types with their shapes; undefined for bytes and text. */
export type Content = Readonly<Record<string, v.GenericSchema | undefined>>

export const json = (schema: v.GenericSchema): Content => ({ 'application/json': schema })
