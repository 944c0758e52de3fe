import { describe, expect, test } from 'vitest'
import { hitsOf } from '#ui/search/hits.ts'

const NOTHING = { services: [], findings: [], signatures: [], cut: [] }
const ID = '0123456789abcdef'

describe('what a search found', () => {
  test('leads to a service, whatever its name', () => {
    const services = [
      { name: 'team/shop:eu', openFindings: 0 },
      { name: 'shop', openFindings: 2 },
    ]
    expect(hitsOf({ ...NOTHING, services })).toEqual([
      { kind: 'service', href: '/s/team%2Fshop%3Aeu', title: 'team/shop:eu', beside: 'no open finding' },
      { kind: 'service', href: '/s/shop', title: 'shop', beside: '2 open' },
    ])
  })

  test('leads to the stack of a function, and says where it stands', () => {
    const one = { id: ID, service: 'shop', entry: null }
    const signatures = [
      { ...one, frame: 'main.work', ownCode: 'main.work' },
      { ...one, frame: 'net.Poll', ownCode: 'main.work' },
      { ...one, frame: 'net.Poll', ownCode: null },
    ]
    const hits = hitsOf({ ...NOTHING, signatures })
    expect(new Set(hits.map(({ href }) => href))).toEqual(new Set([`/s/shop?signature=${ID}`]))
    expect(hits.map(({ title, beside }) => [title, beside])).toEqual([
      ['main.work', 'shop'],
      ['net.Poll', 'shop, in main.work'],
      ['net.Poll', 'shop'],
    ])
  })
})
