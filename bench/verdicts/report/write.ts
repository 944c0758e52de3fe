import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Figures, METHOD_NAMES } from '../figures.ts'
import { delayPicture } from './delay-picture.ts'
import { sections } from './markdown.ts'
import { planePicture } from './plane-picture.ts'
import { rightPicture } from './right-picture.ts'

/** Writes the pictures and the figures of a whole run. @param head when and on what machine it ran, and how fast */
export async function writeReport(
  directory: string,
  figures: Figures,
  head: readonly string[],
): Promise<void> {
  await mkdir(directory, { recursive: true })
  const page = [
    '# Figures of the verdicts',
    'Written by `npm run verdicts`.',
    ...head,
    '![Median hours until a leak is named](delay.svg)',
    '![Leaks found and false verdicts](right.svg)',
    '![Leaks found over false verdicts, at every threshold of every baseline](plane.svg)',
    ...sections(figures, true),
  ]
  await writeFile(join(directory, 'figures.md'), `${page.join('\n\n')}\n`)
  await writeFile(join(directory, 'delay.svg'), delayPicture(METHOD_NAMES, figures.outcomes))
  await writeFile(join(directory, 'right.svg'), rightPicture(figures.battery))
  const [ours] = figures.battery
  if (ours !== undefined) await writeFile(join(directory, 'plane.svg'), planePicture(ours, figures.contests))
}
