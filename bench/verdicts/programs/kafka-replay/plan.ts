import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'replays',
  about: 'Replays orders from Kafka on demand.',
  start: '2026-09-29T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 40,
  fullEvery: 0,
  processes: lives('replays-0', ['1.2.0', '1.2.0', '1.2.1'], [0, 19, 41, 64]),
  leaks: {
    clients: {
      any: [
        'github.com/twmb/franz-go/pkg/kgo.(*Client).updateMetadataLoop',
        'github.com/twmb/franz-go/pkg/kgo.(*Client).reapConnectionsLoop',
        'github.com/twmb/franz-go/pkg/kgo.(*Client).pushMetrics',
        'github.com/twmb/franz-go/pkg/kgo.(*fetchManager).manageFetchConcurrency',
        'github.com/twmb/franz-go/pkg/kgo.(*source).loopFetch',
        'github.com/twmb/franz-go/pkg/kgo.(*brokerCxn).handleResp',
      ],
      cause: '117',
    },
  },
  quiet: ['net/http.(*conn).serve'],
  note: 'A replay that finds nothing (15 %) returns before it closes its client. Two restarts.',
}
