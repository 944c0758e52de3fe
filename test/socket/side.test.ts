import { describe, expect, test } from 'vitest'
import type { SocketRow } from '#shared/socket/model.ts'
import { type Side, sidesOf } from '#shared/socket/side.ts'
import { clients, row, served } from './tables.ts'

interface Case {
  readonly name: string
  readonly rows: readonly SocketRow[]
  readonly want: readonly Side[]
}

const cases: readonly Case[] = [
  {
    name: 'a local port that listens is a server, whatever address it listens on',
    rows: [row('0.0.0.0:8080'), row('10.0.0.5:8080', '10.0.9.9:50000')],
    want: ['listening', 'server'],
  },
  {
    name: 'a listener of IPv6 serves IPv4 as well',
    rows: [row('[::]:8080'), row('[::ffff:10.0.0.5]:8080', '[::ffff:10.0.9.9]:50000')],
    want: ['listening', 'server'],
  },
  {
    name: 'a listener on a port as high as those of clients',
    rows: [
      row('0.0.0.0:50051'),
      row('10.0.0.5:50051', '10.0.9.9:40000'),
      row('10.0.0.5:40001', '10.0.9.9:50051'),
    ],
    want: ['listening', 'server', 'client'],
  },
  {
    name: 'both ends of a connection of the host to itself',
    rows: [
      row('127.0.0.1:8080'),
      row('127.0.0.1:40000', '127.0.0.1:8080'),
      row('127.0.0.1:8080', '127.0.0.1:40000'),
    ],
    want: ['listening', 'client', 'server'],
  },
  {
    name: 'a served connection whose listener is closed already',
    rows: [row('0.0.0.0:6060'), row('10.0.0.5:8080', '10.0.9.9:50000')],
    want: ['listening', 'server'],
  },
  {
    name: 'many served connections on a high port whose listener is closed',
    rows: [row('0.0.0.0:6060'), ...served(3, '10.0.0.5:50051')],
    want: ['listening', 'server', 'server', 'server'],
  },
  {
    name: 'clients on low local ports (ip_local_port_range 1024 65535)',
    rows: [
      row('0.0.0.0:8080'),
      row('10.0.0.5:2000', '10.0.1.1:50051'),
      row('10.0.0.5:2001', '10.0.1.1:50051'),
    ],
    want: ['listening', 'client', 'client'],
  },
  {
    name: 'no listener in the table: the port numbers tell',
    rows: [row('10.0.0.5:40000', '10.10.10.11:80'), row('10.0.0.5:8080', '10.0.9.9:50000')],
    want: ['client', 'server'],
  },
  {
    name: 'no listener, a service with a name',
    rows: [row('10.0.0.5:40000', 'db.example:postgresql'), row('shop:http-alt', '10.0.9.9:50000')],
    want: ['client', 'server'],
  },
  {
    name: 'no listener, high ports on both sides: the shared end tells',
    rows: [...clients(2, '10.10.10.11:50051'), ...served(2, '10.0.0.5:50052')],
    want: ['client', 'client', 'server', 'server'],
  },
  {
    name: 'one connection between high ports tells nothing',
    rows: [row('10.0.0.5:40000', '10.0.1.1:50051')],
    want: ['unknown'],
  },
  {
    name: 'port numbers against the shared end',
    rows: [row('10.0.0.5:40000', '10.0.1.1:80'), row('10.0.0.5:40000', '10.0.1.2:80')],
    want: ['unknown', 'unknown'],
  },
  {
    name: 'a socket that is bound and nothing else',
    rows: [row('10.0.0.5:40000', undefined, { state: 'CLOSE' })],
    want: ['unknown'],
  },
]

describe('sides', () => {
  test.for(cases)('$name', ({ rows, want }) => {
    expect(rows.map(sidesOf(rows))).toEqual(want)
  })
})
