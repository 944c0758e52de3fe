import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Figures, setsOf } from '../figures.ts'
import { delayPicture } from './delay-picture.ts'
import { sections } from './markdown.ts'
import { planePicture } from './plane-picture.ts'
import { reliabilityPicture } from './reliability-picture.ts'
import { rightPicture } from './right-picture.ts'

/** Writes the pictures and the figures of a whole run. @param head when and on what machine it ran, and how fast */
export async function writeReport(
  directory: string,
  figures: Figures,
  head: readonly string[],
): Promise<void> {
  await mkdir(directory, { recursive: true })
  const pictures = picturesOf(figures)
  const page = [
    '# Figures of the verdicts',
    'Written by `npm run verdicts`.',
    ...head,
    ...pictures.map(([file, title]) => `![${title}](${file})`),
    ...sections(figures, true),
  ]
  await writeFile(join(directory, 'figures.md'), `${page.join('\n\n')}\n`)
  for (const [file, , svg] of pictures) await writeFile(join(directory, file), svg)
}

/** Of what was played: file, title and picture. */
function picturesOf(figures: Figures): [file: string, title: string, svg: string][] {
  const { battery } = figures
  const judged = setsOf(figures).filter(({ opinions }) => opinions.length > 0)
  const ours = battery?.rows[0]
  return [
    ...(battery === undefined || ours === undefined
      ? []
      : ([
          [
            'delay.svg',
            'Median hours until a leak is named',
            delayPicture(
              battery.rows.map(({ method }) => method),
              battery.outcomes,
            ),
          ],
          ['right.svg', 'Leaks found and false verdicts', rightPicture(battery.rows)],
          [
            'plane.svg',
            'Leaks found over false verdicts, at every threshold of every baseline',
            planePicture(ours, battery.contests),
          ],
        ] as [string, string, string][])),
    ...(judged.length === 0
      ? []
      : ([['reliability.svg', 'What leaked, over the probability given', reliabilityPicture(judged)]] as [
          string,
          string,
          string,
        ][])),
  ]
}
