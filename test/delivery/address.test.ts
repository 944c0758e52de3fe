import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { REASONS, Rejection } from '#shared/api/reason.ts'
import { admitTarget, hostOf, isPublic } from '#shared/delivery/address.ts'

/** The word by which an address is refused; `ok` where it is not. */
function verdictOn(url: string, reach: 'public' | 'private too' = 'public'): string {
  try {
    admitTarget(url, reach)
    return 'ok'
  } catch (error) {
    return error instanceof Rejection ? error.reason : 'crashed'
  }
}

describe('an address', () => {
  test.each([
    'https://hooks.slack.com/services/T0/B0/xyz',
    'https://example.com:8443/hook?token=1',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/hook',
    'https://localhost.example.com/',
  ])('that is public may be told: %s', (url) => {
    expect(verdictOn(url)).toBe('ok')
  })

  test.each([
    ['of this machine', 'https://127.0.0.1/'],
    ['of this machine, short', 'https://127.1/'],
    ['of this machine, in one piece', 'https://2130706433/'],
    ['of this machine, octal', 'https://0177.0.0.01/'],
    ['of this machine, hexadecimal', 'https://0x7f.0.0.1/'],
    ['of this machine, hexadecimal in one piece', 'https://0x7f000001/'],
    ['of this machine, in full width', 'https://１２７．０．０．１/'],
    ['of this machine, in circles', 'https://①②⑦.⓪.⓪.①/'],
    ['of this machine, escaped', 'https://%31%32%37.0.0.1/'],
    ['of this machine, in IPv6', 'https://[::1]/'],
    ['of this machine, long', 'https://[0:0:0:0:0:0:0:1]/'],
    ['of this machine, mapped', 'https://[::ffff:127.0.0.1]/'],
    ['of this machine, mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['of this machine, behind NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['of this machine, behind 6to4', 'https://[2002:7f00:1::]/'],
    ['of this machine, compatible', 'https://[::7f00:1]/'],
    ['of every machine', 'https://0.0.0.0/'],
    ['of every machine in IPv6', 'https://[::]/'],
    ['that names this machine', 'https://localhost/'],
    ['that names this machine in capitals', 'https://LOCALHOST:8443/'],
    ['that names this machine with a dot', 'https://localhost./'],
    ['that names this machine below', 'https://a.localhost/'],
    ['of credentials in a cloud', 'https://169.254.169.254/latest/meta-data/'],
    ['of credentials in a cloud, in one piece', 'https://2852039166/'],
    ['of credentials in a cloud, in IPv6', 'https://[fd00:ec2::254]/'],
    ['of a task in ECS', 'https://169.254.170.2/'],
    ['of a private network', 'https://10.0.0.1/'],
    ['of a private network', 'https://172.16.0.1/'],
    ['of a private network', 'https://192.168.1.1/'],
    ['of a private network in IPv6', 'https://[fc00::1]/'],
    ['of a link', 'https://[fe80::1]/'],
    ['of a carrier', 'https://100.64.0.1/'],
    ['of Alibaba credentials', 'https://100.100.100.200/'],
    ['for documents', 'https://192.0.2.1/'],
    ['of many', 'https://224.0.0.1/'],
    ['of nobody yet', 'https://[4000::1]/'],
    ['for benchmarks', 'https://198.18.0.1/'],
    ['of Teredo', 'https://[2001:0:7f00:1::]/'],
    ['of all', 'https://255.255.255.255/'],
  ])('%s is not told: %s', (_, url) => {
    expect(verdictOn(url)).toBe('private-address')
    expect(verdictOn(url, 'private too')).toBe('ok')
  })

  test.each([
    ['without TLS', 'http://example.com/'],
    ['of a file', 'file:///etc/passwd'],
    ['of another protocol', 'gopher://example.com/'],
    ['of none', 'example.com/hook'],
    ['with a user', 'https://me@example.com/'],
    ['with a password', 'https://me:secret@example.com/'],
    ['without a host', 'https://'],
    ['that is too long', `https://example.com/${'x'.repeat(2_000)}`],
    ['that is empty', ''],
  ])('%s is refused', (_, url) => {
    expect(verdictOn(url)).toBe('bad-parameter')
  })

  test('needs no TLS in a network of one’s own', () => {
    expect(verdictOn('http://10.0.0.1/', 'private too')).toBe('ok')
    expect(verdictOn('ftp://10.0.0.1/', 'private too')).toBe('bad-parameter')
  })

  test('with a password is refused without showing it', () => {
    expect(() => admitTarget('https://me:secret@example.com/', 'public')).toThrow(
      expect.objectContaining({ actual: undefined, message: expect.not.stringContaining('secret') }),
    )
  })

  test('of any text is admitted or refused by name', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.ipV6().map((ip) => `https://[${ip}]/`),
        ),
        (url) => {
          expect(['ok', ...Object.keys(REASONS)]).toContain(verdictOn(url))
        },
      ),
    )
  })
})

describe('an IPv4 address', () => {
  test('is public or not, whatever IPv6 address carries it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(isPublic(`::ffff:${ip}`)).toBe(isPublic(ip))
      }),
    )
  })

  test('that is public is let through as it is written most often', () => {
    expect(hostOf(admitTarget('https://8.8.8.8/', 'public'))).toBe('8.8.8.8')
  })
})

test('what is no address is not public', () => {
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.4.5', '::g', '8.8.8.8 '])
    expect(isPublic(text)).toBe(false)
})
