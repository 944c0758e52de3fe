import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SocketGroup } from '#shared/socket/grouped-sockets.ts'
import type { SocketState } from '#shared/socket/model.ts'
import type { Side } from '#shared/socket/side.ts'
import { packGroups, unpackGroups } from '#shared/store/packed-sockets.ts'

const anySide = fc.constantFrom<Side>('client', 'server', 'listening', 'unknown')
const anyState = fc.constantFrom<SocketState>(
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'BOUND_INACTIVE',
)
const orNone = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { nil: undefined })
const anyGroup: fc.Arbitrary<SocketGroup> = fc.record({
  side: anySide,
  endpoint: fc.record({
    address: fc.constantFrom('10.0.0.5', '2001:db8::5', 'fe80::1%eth0', 'db.example'),
    port: fc.oneof(fc.nat(65_535), fc.constantFrom('postgresql', '')),
  }),
  state: anyState,
  count: fc.integer({ min: 1, max: 200_000 }),
  isOwn: orNone(fc.boolean()),
  pid: orNone(fc.nat(4_194_304)),
  program: orNone(fc.string({ unit: 'grapheme', maxLength: 20 })),
  oldestOpenedAt: orNone(fc.nat(4_000_000_000).map((seconds) => seconds * 1_000)),
})

const named = (address: string, count: number): SocketGroup => ({
  side: 'client',
  endpoint: { address, port: 443 },
  state: 'ESTABLISHED',
  count,
  isOwn: undefined,
  pid: undefined,
  program: undefined,
  oldestOpenedAt: undefined,
})

describe('packed sockets', () => {
  it('come back as they were, of every side, state and port', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 40 }), (groups) => {
        expect(unpackGroups(packGroups(groups))).toEqual(groups)
      }),
    )
  })

  it('take about 25 bytes a group', () => {
    const groups = Array.from({ length: 100 }, (_, i) => ({
      ...named(`10.10.10.${i}`, 900 - i),
      pid: 13_471,
      program: 'shopfront',
    }))
    expect(packGroups(groups).length).toBeLessThan(100 * 32)
  })

  it('of more groups than a row holds keep the biggest, and leave out a name that fills it alone', () => {
    const groups = Array.from({ length: 20_000 }, (_, i) => named(`host-${i}.example`, 20_000 - i))
    const packed = packGroups([named('x'.repeat(65_000), 30_000), ...groups, named('y'.repeat(65_536), 1)])
    expect(packed.length).toBeLessThanOrEqual(65_536)
    expect(unpackGroups(packGroups(groups))).toEqual(groups.slice(0, unpackGroups(packGroups(groups)).length))
    expect(unpackGroups(packGroups(groups)).length).toBeGreaterThan(2_000)
    expect(unpackGroups(packGroups([named('x'.repeat(70_000), 9), named('ok', 1)]))).toEqual([named('ok', 1)])
  })

  it('of a later version are refused by its number', () => {
    const packed = packGroups([named('10.0.0.5', 1)])
    packed[0] = 2
    expect(() => unpackGroups(packed)).toThrow('packed sockets have version 2; this program reads 1')
  })

  it('that were cut are refused', () => {
    const packed = packGroups([named('10.0.0.5', 1)])
    for (let end = 2; end < packed.length; end++)
      expect(() => unpackGroups(packed.subarray(0, end))).toThrow()
  })

  it('that name a state of tomorrow are refused', () => {
    const packed = packGroups([named('10.0.0.5', 1)])
    packed[3] = 99
    expect(() => unpackGroups(packed)).toThrow('packed sockets name word 99 of 12')
  })
})
