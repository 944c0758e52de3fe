import { describe, expect, it } from 'vitest'
import { isPath, readings } from './go-name.ts'

const read = (name: string) => readings(name).map(({ path, function: called }) => `${path} ${called}`)

describe('readings', () => {
  it.each([
    ['net/http.(*conn).serve', ['net/http (*conn).serve']],
    ['os/exec.(*Cmd).Start.func{n}', ['os/exec (*Cmd).Start.func{n}']],
    [
      'github.com/nats-io/nats.go.(*Conn).flusher',
      ['github.com/nats-io/nats go.(*Conn).flusher', 'github.com/nats-io/nats.go (*Conn).flusher'],
    ],
    ['gopkg.in/yaml.v3.Unmarshal', ['gopkg.in/yaml v3.Unmarshal', 'gopkg.in/yaml.v3 Unmarshal']],
    ['iter.Pull[...]', ['iter Pull[...]']],
    ['context.propagateCancel.func1', ['context propagateCancel.func1', 'context.propagateCancel func1']],
    ['**.readPump', ['undefined readPump']],
    ['**/mgo{v}.(*mongoSocket).readLoop', ['**/mgo{v} (*mongoSocket).readLoop']],
    ['main', []],
  ])('of %s', (name, want) => {
    expect(read(name)).toEqual(expect.arrayContaining(want))
  })
})

describe('isPath', () => {
  it.each([
    ['net/http', 'net/http', true],
    ['net/http', 'http', false],
    ['github.com/jackc/pgx/v5/pgxpool', 'github.com/jackc/pgx{v}/pgxpool', true],
    ['github.com/jackc/pgx/pgxpool', 'github.com/jackc/pgx{v}/pgxpool', true],
    ['github.com/jackc/pgx/vx/pgxpool', 'github.com/jackc/pgx{v}/pgxpool', false],
    ['gopkg.in/mgo.v2', '**/mgo{v}', true],
    ['github.com/globalsign/mgo', '**/mgo{v}', true],
    ['github.com/globalsign/emgo', '**/mgo{v}', false],
    ['clientv3', '**/clientv3', true],
  ])('%s by %s: %s', (path, pattern, want) => {
    expect(isPath(path, pattern)).toBe(want)
  })
})
