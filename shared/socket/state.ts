/** Gives a TCP state its one spelling, whichever tool, number or language it was printed in. */

import type { SocketState } from './model.ts'

/** Index = number in the `st` column of /proc/net/tcp (include/net/tcp_states.h, Linux 6.12). */
const BY_NUMBER: readonly (SocketState | undefined)[] = [
  undefined,
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
  // TCP_NEW_SYN_RECV, which user space is told as SYN_RECV
  'SYN_RECV',
  'BOUND_INACTIVE',
]

/** Spellings that are more than another separator. */
const OTHER_SPELLINGS: readonly (readonly [string, SocketState])[] = [
  // ss (iproute2 misc/ss.c, sstate_name)
  ['ESTAB', 'ESTABLISHED'],
  ['UNCONN', 'CLOSE'],
  // lsof and netstat outside Linux
  ['SYN_RCVD', 'SYN_RECV'],
  ['CLOSED', 'CLOSE'],
  // netstat in the languages of net-tools 2.10 (po/de.po, cs.po, pt_BR.po)
  ['VERBUNDEN', 'ESTABLISHED'],
  ['SPOJENO', 'ESTABLISHED'],
  ['ZAVŘEN', 'CLOSE'],
  ['POSLEDNÍ ACK', 'LAST_ACK'],
  ['NASLOUCHÁ', 'LISTEN'],
  ['ZAVÍRÁ', 'CLOSING'],
  ['ESTABELECIDA', 'ESTABLISHED'],
  ['SYN_ENVIADO', 'SYN_SENT'],
  ['SYN_RECEBIDO', 'SYN_RECV'],
  ['ESPERA_FIN1', 'FIN_WAIT1'],
  ['ESPERA_FIN2', 'FIN_WAIT2'],
  ['FECHAR', 'CLOSE'],
  ['ESPERANDO_FECHAR', 'CLOSE_WAIT'],
  ['ÚLTIMO_ACK', 'LAST_ACK'],
  ['OUÇA', 'LISTEN'],
  ['FECHANDO', 'CLOSING'],
  // Windows: English, German, Polish
  ['LISTENING', 'LISTEN'],
  ['SYN_RECEIVED', 'SYN_RECV'],
  ['BOUND', 'BOUND_INACTIVE'],
  ['ABHÖREN', 'LISTEN'],
  ['HERGESTELLT', 'ESTABLISHED'],
  ['WARTEND', 'TIME_WAIT'],
  ['SCHLIESSEN_WARTEN', 'CLOSE_WAIT'],
  ['SYN_GESENDET', 'SYN_SENT'],
  ['SYN_EMPFANGEN', 'SYN_RECV'],
  ['FIN_WARTEN_1', 'FIN_WAIT1'],
  ['FIN_WARTEN_2', 'FIN_WAIT2'],
  ['LETZTES_ACK', 'LAST_ACK'],
  ['NASŁUCHIWANIE', 'LISTEN'],
  ['USTANOWIONO', 'ESTABLISHED'],
  ['CZAS_OCZEKIWANIA', 'TIME_WAIT'],
]

const withoutSeparators = (name: string): string => name.replaceAll(/[-_ ]/g, '')

const BY_NAME: ReadonlyMap<string, SocketState> = new Map([
  ...BY_NUMBER.filter((state) => state !== undefined).map(
    (state) => [withoutSeparators(state), state] as const,
  ),
  ...OTHER_SPELLINGS.map(([name, state]) => [withoutSeparators(name), state] as const),
])

/**
 * State behind a printed name; undefined if no tool prints it.
 *
 * Example input: `FIN-WAIT-1`, `FIN_WAIT1`, `ESPERA_FIN1`. Example output: `FIN_WAIT1`.
 */
export const stateByName = (name: string): SocketState | undefined => BY_NAME.get(withoutSeparators(name))

/** State at the start of these columns, and how many it takes: `POSLEDNÍ ACK` are two. */
export function stateAtStart(columns: readonly string[]): { state: SocketState; words: number } | undefined {
  for (const words of [1, 2]) {
    const state = stateByName(columns.slice(0, words).join(' '))
    if (state !== undefined) return { state, words }
  }
  return undefined
}

/** State behind a number of /proc/net/tcp, `0A` in hex is 10: LISTEN. */
export const stateByNumber = (number: number): SocketState | undefined => BY_NUMBER[number]

/** How far in its life a connection is: of two looks at one socket, the later one saw the higher number. */
export const stateOrder = (state: SocketState): number => LIFE.indexOf(state)

/** In the order in which a connection passes them (RFC 9293 §3.3.2). */
const LIFE: readonly SocketState[] = [
  'BOUND_INACTIVE',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'CLOSE_WAIT',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
]
