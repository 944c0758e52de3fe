import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'sessions',
  about: 'Keeps sessions in Redis, in many shards.',
  start: '2026-11-10T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 45,
  fullEvery: 0,
  processes: lives('sessions-0', ['3.9.0'], [0, 52]),
  leaks: {},
  quiet: [
    'github.com/redis/go-redis/v9.(*channel).initMsgChan.func1',
    'github.com/redis/go-redis/v9.(*channel).initHealthCheck.func1',
  ],
  note: 'Nothing leaks: shards are met one by one with a long tail, and of more than 64 the one not used for longest is closed.',
}
