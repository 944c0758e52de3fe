import { spawn } from 'node:child_process'

/** Modules outside of a workspace, whichever there is. */
export const GO_ENV = { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' }

/** @returns what a program in Go says of each folder, in their order */
export function linesOf<Answer>(
  program: string,
  folders: readonly string[],
  toolchain: string,
): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', ['run', program], {
      env: { ...GO_ENV, GOTOOLCHAIN: toolchain },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`go run ${program} ended with ${code}.`))
      resolve(
        output
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Answer),
      )
    })
    child.stdin.end(folders.join('\n'))
  })
}
