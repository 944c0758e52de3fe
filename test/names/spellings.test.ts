import { describe, expect, it } from 'vitest'
import { spellingsOf } from './spellings.ts'

const RENAMINGS = [
  { was: 'example.org/old/bus', is: 'example.org/bus' },
  { was: 'example.com/bus', is: 'example.org/old/bus' },
  { was: 'example.org/go', is: 'example.org/go.go' },
]

describe('spellingsOf', () => {
  it('gives every name that a moved package has had, both ways', () => {
    const all = ['example.com/bus', 'example.org/old/bus', 'example.org/bus'].map(
      (path) => `${path}/wire.Dial`,
    )
    for (const name of all) expect([...spellingsOf(name, RENAMINGS)].sort()).toEqual([...all].sort())
  })

  it('leaves a path alone that only begins as an old one does', () => {
    expect(spellingsOf('example.org/old/business.Dial', RENAMINGS)).toEqual(['example.org/old/business.Dial'])
    expect(spellingsOf('example.org/bus', [])).toEqual(['example.org/bus'])
  })

  it('comes to an end where the new path begins with the old one', () => {
    expect(spellingsOf('example.org/go.go.Dial', RENAMINGS)).toEqual([
      'example.org/go.go.Dial',
      'example.org/go.Dial',
    ])
  })

  it.each([
    ['net/http.(*http2ClientConn).readLoop', '(*ClientConn).readLoop'],
    ['net/http.http2awaitRequestCancel', 'awaitRequestCancel'],
  ])('knows the three places of HTTP/2: %s', (bundled, own) => {
    const all = [bundled, `golang.org/x/net/http2.${own}`, `net/http/internal/http2.${own}`]
    for (const name of all) expect([...spellingsOf(name, [])].sort()).toEqual([...all].sort())
  })
})
