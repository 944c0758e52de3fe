import type * as v from 'valibot'

/** The port to the REST API, with the rights of whoever called the tool. */
export interface ApiCaller {
  /**
   * @param path with its query
   * @throws ToolError with the detail of what was refused
   */
  get(path: string): Promise<unknown>
  /** @param body bytes of a dump */
  post(path: string, body: string): Promise<unknown>
}

/** Something that the caller of the tool can mend: the sentence says how. */
export class ToolError extends Error {}

/** One tool; its answer is text. */
export interface Tool<Input extends v.ObjectEntries = v.ObjectEntries> {
  readonly name: string
  readonly title: string
  /** For a model: what it answers, when to call it, which handles it takes and gives. */
  readonly description: string
  readonly input: v.ObjectSchema<Input, undefined>
  run(input: v.InferOutput<v.ObjectSchema<Input, undefined>>, api: ApiCaller): Promise<string>
}

/** Keeps the types of a tool's input. */
export const tool = <Input extends v.ObjectEntries>(definition: Tool<Input>): Tool<Input> => definition

/** Characters of an answer: some 4,000 tokens. */
const MOST_TEXT = 16_000

/** What does not fit is left out at its end, and said so. */
export const bounded = (text: string): string =>
  text.length <= MOST_TEXT
    ? text
    : `${text.slice(0, MOST_TEXT)}\n… ${text.length - MOST_TEXT} more characters are left out.`
