import type { ParseArgsOptionsConfig } from 'node:util'

/** What a command may touch of the world. */
export interface Terminal {
  /** Writes a line to stdout: the answer. */
  readonly out: (line: string) => void
  /** Writes a line to stderr: what goes on meanwhile. */
  readonly note: (line: string) => void
  readonly progress: Progress
  /** stdout is read by a person: colour is welcome. */
  readonly colour: boolean
  /** stderr is a terminal: a person reads what is noted, and no log keeps it. */
  readonly isTerminal: boolean
  readonly env: {
    readonly url: string | undefined
    readonly token: string | undefined
    /** Failures are told with their stack. */
    readonly debug: boolean
    readonly stateDirectory: string
    /** Address of the API server, where this runs in a pod of Kubernetes. */
    readonly kubernetes: string | undefined
  }
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A line that is drawn over and over on a terminal, and nothing at all elsewhere. */
export interface Progress {
  show(done: number, of: number, what: string): void
  clear(): void
}

/** Options and operands of one call, as `parseArgs` of node:util gives them. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly positionals: readonly string[]
}

export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly usage: string
  /** Each option with what it means; also shown by `--help`. */
  readonly options: Readonly<Record<string, ParseArgsOptionsConfig[string] & { readonly help: string }>>
  readonly examples: readonly string[]
  /** @returns the exit code: 0 done, 1 not, 2 called wrongly */
  run(call: Arguments, terminal: Terminal): Promise<number>
}

/** A call that cannot be carried out as it was written; ends with exit code 2. */
export class UsageError extends Error {}

/** A sentence for the person at the terminal, without a stack; ends with exit code 1. */
export class Failure extends Error {}
