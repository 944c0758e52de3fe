import type { Method } from '../method.ts'
import { signaturesThat } from './service.ts'

/** LeakProf: so many goroutines blocked in one place in one process, whatever the trend (arXiv 2312.12002, CGO 2024). */
export const threshold = (limit: number): Method => ({
  name: `threshold ${limit.toLocaleString('en')}`,
  source: 'LeakProf, arXiv 2312.12002',
  answers: (input) =>
    signaturesThat(input, ({ counts }) => counts.some((count) => count >= limit)).map((id) => ({
      signatures: [id],
    })),
})
