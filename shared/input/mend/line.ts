/** One line of a person's text and where it stands there. */
export interface Line {
  readonly text: string
  /** 1-based line of the person's file. */
  readonly number: number
}
