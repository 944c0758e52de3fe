import type { Detector } from '../method.ts'
import { scoresOf } from './service.ts'

/** LeakProf: so many goroutines blocked in one place in one process, whatever the trend (arXiv 2312.12002, CGO 2024). */
export const THRESHOLD: Detector = {
  name: 'threshold',
  source: 'LeakProf, arXiv 2312.12002',
  score: 'goroutines',
  published: [10_000, 1_000],
  scores: (input) =>
    scoresOf(input, ({ counts }) => counts.reduce((most, count) => Math.max(most, count), 0)),
}
