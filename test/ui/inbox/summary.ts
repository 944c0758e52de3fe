import type { Summary } from '#ui/tier.tsx'

export const NOW = Date.UTC(2026, 8, 7, 8)
const iso = (at: number): string => new Date(at).toISOString()

/** A finding of a list, found a day ago. */
export const summaryOf = (more: Partial<Summary> = {}): Summary => ({
  id: '1111111111111111@checkout',
  signatures: ['1111111111111111'],
  service: 'checkout',
  state: 'ongoing',
  tier: 'probable',
  headline: 'checkout: 7 goroutines',
  cause: { id: '2', title: 'An http.Transport per request', fix: 'Share it.' },
  seen: 'growing',
  goroutines: 7,
  stacks: [7],
  most: 9,
  healed: null,
  perHour: 5,
  rate: { perHour: 5, low95: 4, high95: 6 },
  processes: { growing: 1, of: 2, names: [] },
  since: iso(NOW - 2 * 86_400_000),
  version: 'v1.4.2',
  place: 'main.(*prices).fetch',
  growsNow: true,
  hoursToLimit: null,
  water: [1, 2, 3],
  firstFound: iso(NOW - 86_400_000),
  changedAt: iso(NOW - 86_400_000),
  assignee: null,
  owners: [],
  ...more,
})
