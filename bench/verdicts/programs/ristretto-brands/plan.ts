import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'articles',
  about: 'Shows articles, from a cache for each brand.',
  start: '2026-10-14T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: [...lives('articles-0', ['5.0.0'], [0, 78]), ...lives('articles-1', ['5.0.0'], [0, 78])],
  leaks: {},
  quiet: [
    'github.com/dgraph-io/ristretto/v2.(*Cache[...]).processItems',
    'github.com/dgraph-io/ristretto/v2.(*defaultPolicy[...]).processItems',
  ],
  note: 'Nothing leaks: one cache for each of 110 brands with a long tail, which are met one by one.',
}
