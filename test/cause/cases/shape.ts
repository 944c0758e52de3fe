import { type CauseCase, stack } from '../stack.ts'

const LOOP = 'example.com/crm/agent.(*Agent).loop'

export const SHAPE_CASES: readonly CauseCase[] = [
  {
    id: '74',
    matches: stack('main.(*gateway).ask.func1', { state: 'chan send', by: 'main.(*gateway).ask' }),
    misses: stack('main.(*gateway).ask.func1', { state: 'chan receive' }),
  },
  {
    id: '75',
    matches: stack('main.(*edge).firstOf.func1', { state: 'chan send', by: 'main.(*edge).firstOf' }),
    misses: stack('main.(*edge).ask.func1', { state: 'chan send', by: 'main.(*edge).ask' }),
  },
  {
    id: '76',
    matches: stack('example.com/search/index.(*Index).merge', {
      state: 'chan receive',
      ranged: 1,
      waited: 1,
    }),
    misses: stack('example.com/search/index.(*Index).merge', { state: 'chan receive', ranged: 0 }),
  },
  {
    id: '77',
    matches: stack(LOOP, { state: 'select', by: 'example.com/crm/agent.(*Agent).Start' }),
    misses: stack('example.com/crm/agent.(*Agent).push', { state: 'select', by: 'main.export' }),
  },
  {
    id: '78',
    matches: stack('main.report < main.check.func1', { state: 'chan send' }),
    misses: stack('main.report.func1', { state: 'chan send' }),
  },
  {
    id: '79',
    matches: stack('example.com/sdk/wire.(*stream).readInputLoop', { state: 'chan send' }),
    misses: stack('example.com/sdk/wire.(*stream).report', { state: 'chan send' }),
  },
  {
    id: '80',
    matches: stack('main.(*device).sample', { state: 'chan receive', ranged: 1, waited: 0 }),
    misses: stack('main.(*device).sample', { state: 'chan receive', ranged: 1, waited: 1 }),
  },
  {
    id: '81',
    matches: stack('example.com/scoring/rules.(*session).watch', {
      state: 'chan receive',
      ranged: 0,
      waited: 1,
    }),
    misses: stack('example.com/scoring/rules.(*session).watch', { state: 'chan receive', ranged: 1 }),
  },
  {
    id: '82',
    matches: stack('sync.(*Mutex).Lock < main.(*account).debit', { state: 'sync.Mutex.Lock' }),
    misses: stack('main.(*account).debit', { state: 'running' }),
  },
  {
    id: '83',
    matches: stack('sync.(*WaitGroup).Wait < example.com/checkout/fanout.(*Fan).collect'),
    misses: stack('example.com/checkout/fanout.(*Fan).collect', { state: 'running' }),
  },
  {
    id: '84',
    matches: stack(
      'sync.(*Cond).Wait < example.com/mail/outbox.(*Batch).wait < example.com/mail/outbox.Send.func1',
    ),
    // A peer signals those of the standard library, as here whoever connects.
    misses: stack(
      'sync.(*Cond).Wait < syscall.(*queue).waitRead < net.(*TCPListener).AcceptTCP < main.serve',
    ),
  },
  {
    id: '85',
    matches: stack('main.forward', { state: 'chan receive (nil chan)' }),
    misses: stack('main.main', { state: 'select (no cases)' }),
  },
]
