import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Schedulers and pools of workers. */
export const SCHEDULE: readonly Cause[] = [
  {
    id: '134',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'Cron job that takes longer than its interval',
    where: 'of cron runs that wait for the run before them',
    match: [
      { top: ['sync.(*Mutex).Lock'], any: ['**.DelayIfStillRunning.func{n}'] },
      { top: ['sync.(*Mutex).Lock'], any: ['**.(*Cron).startJob.func{n}'] },
      { top: ['sync.(*Mutex).Lock'], any: ['**.(*Cron).runWithRecovery'] },
      { any: ['github.com/robfig/cron{v}.SkipIfStillRunning.func{n}'], state: ['chan send', 'chan receive'] },
    ],
    why: prose`
      DelayIfStillRunning makes each run wait for a lock until the one before is done. The job takes longer than its
      interval, so that the queue grows by each run; the lock is given back.`,
    fix: 'Use SkipIfStillRunning, give the job a time limit, or make the interval longer than the job.',
    snippet: {
      before: go`
        c := cron.New(cron.WithChain(cron.DelayIfStillRunning(logger)))`,
      after: go`
        c := cron.New(cron.WithChain(cron.SkipIfStillRunning(logger)))`,
    },
    holds: [{ module: 'github.com/robfig/cron/v3' }],
    links: ['https://pkg.go.dev/github.com/robfig/cron/v3#DelayIfStillRunning'],
  },
  {
    id: '135',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 4,
    title: 'Schedulers that nobody stopped',
    where: 'of schedulers',
    match: [
      'github.com/robfig/cron{v}.(*Cron).run',
      'github.com/robfig/cron{v}.(*Cron).Run',
      'github.com/go-co-op/gocron.(*executor).run',
      'github.com/go-co-op/gocron.(*jobFunction).singletonRunner',
      'github.com/go-co-op/gocron.(*executor).start.func{n}',
      'github.com/reugn/go-quartz/quartz.(*StdScheduler).startExecutionLoop',
      'github.com/reugn/go-quartz/quartz.(*StdScheduler).startWorkers.func{n}',
      'github.com/go-co-op/gocron/v2.NewScheduler.func{n}',
      'github.com/go-co-op/gocron/v2.(*executor).start',
      'github.com/go-co-op/gocron/v2.(*executor).singletonModeRunner',
      'github.com/go-co-op/gocron/v2.(*executor).limitModeRunner',
    ].map((name) => ({ any: [name] })),
    why: 'A scheduler waits for the next job in a goroutine of its own until Stop or Shutdown.',
    fix: 'Make one scheduler for the process and add jobs to it; Stop or Shutdown a short-lived one.',
    holds: [
      { module: 'github.com/robfig/cron/v3' },
      { module: 'github.com/robfig/cron' },
      { module: 'github.com/go-co-op/gocron' },
      { module: 'github.com/go-co-op/gocron/v2' },
    ],
    links: ['https://pkg.go.dev/github.com/robfig/cron/v3#Cron.Stop', ...github('go-co-op/gocron#706')],
  },
  {
    id: '136',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'ants pool whose clock outlives Release',
    where: 'of ants pools that were released',
    match: [
      { any: ['github.com/panjf2000/ants/v2.(*Pool).ticktock'] },
      { any: ['github.com/panjf2000/ants/v2.(*PoolWithFunc).ticktock'] },
      { any: ['github.com/panjf2000/ants/v2.(*poolCommon).ticktock'] },
    ],
    why: 'A pool keeps the time in a goroutine. In v2.7.0 nothing ends it; before v2.8.2 ReleaseTimeout does, Release does not.',
    fix: 'Upgrade ants to v2.8.2 or newer and Release each pool; make one pool for the process instead of one a job.',
    holds: [{ module: 'github.com/panjf2000/ants/v2', from: 'v2.7.0', until: 'v2.8.2' }],
    links: github('panjf2000/ants#263', 'panjf2000/ants#264', 'panjf2000/ants#287', 'milvus-io/milvus#41893'),
  },
  {
    id: '137',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 16,
    title: 'Worker pools that nobody released',
    where: 'of worker pools',
    match: [
      'github.com/panjf2000/ants/v2.(*Pool).ticktock',
      'github.com/panjf2000/ants/v2.(*poolCommon).ticktock',
      'github.com/panjf2000/ants/v2.(*PoolWithFunc).ticktock',
      'github.com/panjf2000/ants/v2.(*Pool).purgeStaleWorkers',
      'github.com/panjf2000/ants/v2.(*PoolWithFunc).purgeStaleWorkers',
      'github.com/panjf2000/ants/v2.(*poolCommon).purgeStaleWorkers',
      'github.com/panjf2000/ants{v}.(*Pool).purgePeriodically',
      'github.com/panjf2000/ants{v}.(*PoolWithFunc).purgePeriodically',
      'github.com/panjf2000/ants.(*Pool).periodicallyPurge',
      'github.com/panjf2000/ants.(*PoolWithFunc).periodicallyPurge',
      'github.com/alitto/pond.(*WorkerPool).purge',
      'github.com/gammazero/workerpool.(*WorkerPool).dispatch',
    ].map((name) => ({ any: [name] })),
    why: 'Each pool looks after its workers in one goroutine or two until it is released.',
    fix: 'Make one pool for the process; Release or Stop one that was made for a job, on every path.',
    holds: [
      { module: 'github.com/panjf2000/ants/v2' },
      { module: 'github.com/alitto/pond' },
      { module: 'github.com/gammazero/workerpool' },
    ],
    links: github('panjf2000/ants#212', 'panjf2000/ants#323'),
  },
]
