import { expect, it } from 'vitest'
import { keptLabels } from '#shared/settings/labels.ts'

const LABELS = { zone: 'eu', user: 'ada@example.com' }

it.each([
  ['all where nothing was chosen', { allowedLabels: undefined }, LABELS],
  ['those of the allowed keys', { allowedLabels: ['zone', 'pod'] }, { zone: 'eu', user: '' }],
  ['none where no key is allowed', { allowedLabels: [] }, { zone: '', user: '' }],
  ['none where nobody could tell', undefined, { zone: '', user: '' }],
])('the values of labels that are kept are %s', (_, settings, kept) => {
  expect(keptLabels(LABELS, settings)).toEqual(kept)
})
