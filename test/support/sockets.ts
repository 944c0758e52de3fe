/** Socket tables in the words of their tools. */

const header = 'State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n'

/** `ss -tan` of a process with this many established client connections to a remote. */
export const ssOf = (count: number, remote = '10.10.10.11:80'): string =>
  header + Array.from({ length: count }, (_, i) => `ESTAB 0 0 10.0.0.5:${33_000 + i} ${remote}\n`).join('')

/** `lsof -nP -p 7` of the same; descriptors begin at 10, socket numbers at 1000. */
export const lsofOf = (count: number, remote = '10.10.10.11:80'): string =>
  `COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME\n${Array.from(
    { length: count },
    (_, i) =>
      `shop 7 app ${10 + i}u IPv4 ${1_000 + i} 0t0 TCP 10.0.0.5:${33_000 + i}->${remote} (ESTABLISHED)\n`,
  ).join('')}`

/** `ls -l --time-style=full-iso /proc/7/fd` of the same, all links of one time. */
export function fdOf(count: number, linkedAt: number): string {
  const [day, clock] = new Date(linkedAt).toISOString().slice(0, 19).split('T')
  return Array.from(
    { length: count },
    (_, i) => `lrwx------ 1 app app 64 ${day} ${clock} +0000 ${10 + i} -> socket:[${1_000 + i}]\n`,
  ).join('')
}
