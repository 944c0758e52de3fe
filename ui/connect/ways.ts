/** How does a Go service come to send its goroutines? What to write where, with the address of this Tidemark. */

export interface Way {
  readonly title: string
  /** When it is the right one. */
  readonly when: string
  readonly clients: readonly {
    readonly name: string
    readonly snippet: (url: string, token: string) => string
  }[]
}

export const WAYS: readonly Way[] = [
  {
    title: 'From inside',
    when: 'The program sends its own profiles; nothing runs beside it.',
    clients: [
      {
        name: 'pyroscope-go',
        snippet: (url, token) => `pyroscope.Start(pyroscope.Config{
	ApplicationName:   "checkout",
	ServerAddress:     "${url}",
	BasicAuthUser:     "any",
	BasicAuthPassword: "${token}",
	ProfileTypes: []pyroscope.ProfileType{
		pyroscope.ProfileGoroutines,
	},
})`,
      },
    ],
  },
  {
    title: 'From beside',
    when: 'An agent on the same machine or in the same pod asks net/http/pprof.',
    clients: [
      {
        name: 'tidemark agent',
        snippet: (url, token) => `TIDEMARK_TOKEN='${token}' tidemark agent \\
  --url '${url}' \\
  --target http://127.0.0.1:6060 \\
  --service checkout`,
      },
      {
        name: 'Alloy',
        snippet: (url, token) => `pyroscope.write "tidemark" {
  endpoint {
    url          = "${url}"
    bearer_token = "${token}"
  }
}`,
      },
    ],
  },
  {
    title: 'From cron',
    when: 'Nothing to install: curl, once a minute.',
    clients: [
      {
        name: 'curl',
        snippet: (url, token) => `curl -s http://127.0.0.1:6060/debug/pprof/goroutine |
  curl -s --data-binary @- \\
    -H 'Authorization: Bearer ${token}' \\
    "${url}/v1/profiles?service=checkout&instance=$(hostname)"`,
      },
    ],
  },
]
