import type { Row } from '../row.ts'
import { bar, methodColour, picture, text } from './svg.ts'

const [LEFT, WIDTH, LINE, TOP] = [170, 400, 46, 72]

/** Does it find the leaks, and is it quiet otherwise? Two bars for each method: recall, and false verdicts below it. */
export function rightPicture(rows: readonly Row[]): string {
  const parts = rows.flatMap((row, i) => {
    const y = TOP + i * LINE
    const [recall, wrong] = [row.recall ?? 0, row.wrong ?? 0]
    return [
      text(LEFT - 12, y + 18, row.method, 'ink', 'end'),
      bar(LEFT, y, WIDTH * recall, 14, methodColour(0)),
      bar(LEFT, y + 16, Math.max(1, WIDTH * wrong), 8, 'bad'),
      text(LEFT + WIDTH + 12, y + 12, `finds ${percent(recall)}`, 'ink'),
      text(LEFT + WIDTH + 12, y + 28, `false ${percent(wrong)}`, 'ink'),
    ]
  })
  return picture(
    'Leaks found, and healthy services with a false verdict',
    { width: 720, height: TOP + rows.length * LINE + 8 },
    [text(LEFT, 52, 'long bar: recall; short bar: share of healthy services reported', 'ink'), ...parts],
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
