import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'mailer',
  about: 'Sends mail from queues that its processes share.',
  start: '2026-11-04T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 20,
  fullEvery: 0,
  processes: [
    ...lives('mailer-0', ['3.0.0', '3.0.1', '3.0.2', '3.1.0'], [0, 11, 20, 33, 46]),
    ...lives('mailer-1', ['3.0.0', '3.0.1', '3.0.2', '3.1.0'], [0, 11.2, 20.2, 33.2, 46]),
  ],
  leaks: {},
  quiet: ['k8s.io/apimachinery/pkg/util/wait.BackoffUntil', 'k8s.io/apimachinery/pkg/util/wait.JitterUntil'],
  note: 'Nothing leaks: a process takes over 45 queues after its start, first quickly and then ever more slowly, and deploys cut its lives to 9 to 13 hours.',
}
