import { describe, expect, it } from 'vitest'
import { type CodeOwner, ownCodeFrame, ownerOf } from '#shared/signature/own-code.ts'

describe('ownerOf', () => {
  it.each<[string, CodeOwner]>([
    ['main.worker', 'own'],
    ['corp.example/team/app.(*T).Run', 'own'],
    ['app/internal/queue.Push', 'own'],
    ['net/http.(*conn).serve', 'standard'],
    ['time.Sleep', 'standard'],
    ['sync.(*Mutex).Lock', 'standard'],
    ['internal/poll.runtime_pollWait', 'standard'],
    ['golang.org/x/net/http2.(*ClientConn).readLoop', 'library'],
    ['github.com/redis/go-redis/v9.(*Client).Do', 'library'],
    ['gopkg.in/yaml.v3.Unmarshal', 'library'],
    ['google.golang.org/grpc.(*addrConn).connect', 'library'],
  ])('takes %s for %s', (frame, owner) => {
    expect(ownerOf(frame)).toBe(owner)
  })

  it.each([
    ['the package itself', 'github.com/corp/app', 'github.com/corp/app.F'],
    ['a package below it', 'github.com/corp', 'github.com/corp/app/queue.F'],
    ['one that is written with a slash', 'github.com/corp/', 'github.com/corp/app.F'],
  ])('takes the word of a setting: %s', (_, prefix, frame) => {
    expect(ownerOf(frame)).toBe('library')
    expect(ownerOf(frame, [prefix])).toBe('own')
  })

  it('does not take a prefix for a part of a name', () => {
    expect(ownerOf('github.com/corporation/app.F', ['github.com/corp'])).toBe('library')
  })
})

describe('ownCodeFrame', () => {
  const stack = ['sync.(*Mutex).Lock', 'github.com/x/pool.(*Pool).Get', 'main.query', 'main.main']

  it('is the own frame nearest to the leaf', () => {
    expect(ownCodeFrame(stack)).toBe('main.query')
    expect(ownCodeFrame(stack, ['github.com/x'])).toBe('github.com/x/pool.(*Pool).Get')
  })

  it('is none where only libraries stand', () => {
    expect(ownCodeFrame(stack.slice(0, 2))).toBeUndefined()
    expect(ownCodeFrame([])).toBeUndefined()
  })
})
