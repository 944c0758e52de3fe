import { isIP } from 'node:net'

/**
 * Whether a request may ask for a host on a server that only this machine reaches.
 *
 * An address is no name, so that nobody can have resolved it to here; `localhost` and names below it never leave the machine
 * (RFC 6761 6.3).
 * @param names by which a proxy on this machine passes requests on
 */
export const ownHost =
  (names: readonly string[]) =>
  (name: string): boolean =>
    isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    names.includes(name)
