import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'operator',
  about: 'Reconciles tenants of a cluster.',
  start: '2026-10-26T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('operator-0', ['0.14.2'], [0, 96]),
  leaks: {
    informers: {
      any: [
        'k8s.io/client-go/tools/cache.(*Reflector).RunWithContext',
        'k8s.io/client-go/tools/cache.(*controller).RunWithContext',
        'k8s.io/client-go/tools/cache.(*controller).RunWithContext.func1',
        'k8s.io/client-go/tools/cache.(*sharedIndexInformer).RunWithContext.func2',
        'k8s.io/client-go/tools/cache.(*sharedProcessor).run',
      ],
      cause: '43',
    },
  },
  quiet: [],
  note: 'A tenant that is deleted while it is reconciled (4 %) leaves its informer without anybody to close its stop channel.',
}
