import { describe, expect, test } from 'vitest'
import { fieldsOf, settingsPatch } from '#ui/service/settings-patch.ts'

const SETTINGS = {
  resolutionSeconds: null,
  windowDays: 14,
  limits: { goroutines: null, descriptors: 65_536 },
  ownCode: ['github.com/acme/'],
  allowedLabels: null,
  intended: [],
  dumpsUpTo: 10_000,
  owner: 'payments',
  repository: { url: 'https://github.com/acme/checkout', directory: 'services/checkout', ref: 'v{version}' },
  links: [],
}
const patchOf = (typed: Record<string, string>) => {
  const fields: Record<string, string> = { ...fieldsOf(SETTINGS), ...typed }
  return settingsPatch(SETTINGS, (name) => fields[name] ?? '')
}

describe('the patch of a form', () => {
  test.each<[string, Record<string, string>, object]>([
    ['that nobody touched is empty', {}, {}],
    ['names what was changed', { owner: 'shop', windowDays: '30' }, { owner: 'shop', windowDays: 30 }],
    ['takes back what was cleared', { owner: '', windowDays: '' }, { owner: null, windowDays: null }],
    ['names the one limit that was changed', { goroutines: '20000' }, { limits: { goroutines: 20_000 } }],
    [
      'has a list item per line',
      { ownCode: 'a.example/x\n\n b.example ' },
      { ownCode: ['a.example/x', 'b.example'] },
    ],
    ['forgets the repository whole', { repository: '' }, { repository: null }],
    [
      'keeps what the form does not show of the repository',
      { ref: '' },
      { repository: { url: 'https://github.com/acme/checkout', directory: 'services/checkout' } },
    ],
  ])('%s', (_, typed, patch) => {
    expect(patchOf(typed)).toEqual(patch)
  })
})
