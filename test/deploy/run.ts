import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Seconds after which the process is ended: some tools wait for an hour. */
  readonly limit?: number
}

/** Runs a program to its end. @throws Error with its output where it fails */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { env = process.env, limit = 300 } = options
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit * 1000 })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', failed)
    child.on('close', (code, signal) => {
      if (code === 0) done(output)
      else failed(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}\n${output}`))
    })
  })
}
