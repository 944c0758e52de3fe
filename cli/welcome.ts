/** Who looks at a server that has just started? How to log in, and three ways to connect a service. */

export interface Started {
  readonly url: string
  readonly token: string
  /** File that holds the token. */
  readonly tokenFile: string
}

/** What a person at the terminal is told. The token of the link stands behind `#`: browsers send it to no server. */
export function welcome({ url, token, tokenFile }: Started): string[] {
  return [
    '',
    `  look         ${url}/#token=${token}`,
    '',
    '  connect a Go service that serves net/http/pprof on :6060:',
    `  from beside  tidemark agent --url ${url} --target http://127.0.0.1:6060 --service NAME`,
    '  from cron    curl -s http://127.0.0.1:6060/debug/pprof/goroutine |',
    `                 curl -s --data-binary @- -H "Authorization: Bearer $(cat '${tokenFile}')" \\`,
    `                 "${url}/v1/profiles?service=NAME&instance=$(hostname)"`,
    '  from inside  pyroscope-go: the page has the lines, with a token that can only push',
    '',
  ]
}
