import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Shown } from './terminal-svg.ts'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
/** Pipes that say they are a terminal with colours. */
const TERMINAL =
  'data:text/javascript,for(const pipe of[process.stdout,process.stderr])Object.assign(pipe,{isTTY:true,hasColors:()=>true})'
/** How a bar of progress draws itself anew. */
const AGAIN = '\r\x1b[2K'

/**
 * Runs the demo to its end and notes what stands in its terminal when.
 *
 * @throws Error where it fails, or where it tells a path of this machine
 */
export async function recordDemo(): Promise<readonly Shown[]> {
  const lines: Shown[] = [{ row: 0, text: '$ npm run demo -- --exit', from: 0 }]
  const bars: Shown[] = []
  const started = performance.now()
  const now = (): number => Math.round(performance.now() - started)
  const endBar = (): void => {
    const last = bars.at(-1)
    if (last !== undefined && last.to === undefined) bars[bars.length - 1] = { ...last, to: now() }
  }
  const child = spawn(process.execPath, ['--import', TERMINAL, MAIN, 'demo', '--exit'], { env: {} })
  createInterface(child.stdout).on('line', (text) => {
    endBar()
    lines.push({ row: lines.length, text, from: now() })
  })
  child.stderr.setEncoding('utf8').on('data', (drawn: string) => {
    endBar()
    const text = drawn.split(AGAIN).at(-1)
    if (text !== undefined && text !== '') bars.push({ row: lines.length, text, from: now() })
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the demo ended with ${code}`)
  while (lines.at(-1)?.text === '') lines.pop()
  const recording = [...lines, ...bars]
  for (const path of [tmpdir(), process.cwd()])
    if (recording.some(({ text }) => text.includes(path))) throw new Error(`the demo tells the path ${path}`)
  return recording
}
