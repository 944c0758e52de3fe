import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { prose } from './text.ts'

const LDAP = 'github.com/go-ldap/ldap{v}'
const MODULE = 'github.com/go-ldap/ldap/v3'

/** LDAP by go-ldap. */
export const DIRECTORY: readonly Cause[] = [
  {
    id: '119',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'go-ldap time limit that outlives its request',
    where: 'that sleep until the time limit of LDAP requests which are over',
    match: [{ any: ['time.Sleep', `${LDAP}.(*Conn).processMessages.func{n}`] }],
    why: 'With a time limit each request starts a goroutine that sleeps for the whole of it, although the answer is there.',
    fix: 'Upgrade go-ldap to v3.4.4 or newer, or set a short time limit until then.',
    holds: [{ module: MODULE, until: 'v3.4.4' }],
    links: github('go-ldap/ldap#387'),
  },
  {
    id: '120',
    group: 'rpc',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'go-ldap connection whose Close waits for itself',
    where: 'in the Close of LDAP connections, or in what it waits for',
    match: [
      { any: [`${LDAP}.(*messageContext).sendResponse`], state: ['select', 'chan send'] },
      { top: [`${LDAP}.(*Conn).Close`], state: ['chan receive', 'select'] },
      { top: ['sync.(*Mutex).Lock'], any: [`${LDAP}.(*Conn).Close`] },
      { top: ['sync.(*WaitGroup).Wait'], any: [`${LDAP}.(*Conn).Close`] },
    ],
    why: prose`
      Close waits for the loop that passes on answers, and the loop for a request that nobody reads. It happens where
      the server ends the connection at the same time.`,
    fix: 'Upgrade go-ldap to v3.4.5 or newer and call SetTimeout, which bounds the wait; read each search to its end.',
    holds: [{ module: 'github.com/go-ldap/ldap/v3' }],
    links: github('go-ldap/ldap#432', 'go-ldap/ldap#275', 'go-ldap/ldap#599', 'go-ldap/ldap#68'),
  },
  {
    id: '121',
    group: 'rpc',
    basis: 'stack',
    class: 'background',
    bound: 64,
    title: 'LDAP connections that nobody closed',
    where: 'of LDAP connections',
    match: [LDAP, 'gopkg.in/ldap{v}'].flatMap((path) => [
      { any: [`${path}.(*Conn).reader`] },
      { any: [`${path}.(*Conn).processMessages`] },
    ]),
    why: 'A connection reads in one goroutine and passes on answers in another until Close.',
    fix: 'defer conn.Close() right after DialURL, or keep a pool of connections.',
    holds: [{ module: 'github.com/go-ldap/ldap/v3' }, { module: 'gopkg.in/ldap.v2' }],
    links: github('go-ldap/ldap#432', 'go-ldap/ldap#387'),
  },
]
