import type { Cause } from './cause.ts'
import { github } from './link.ts'
import { go, prose } from './text.ts'

/** Loggers that run goroutines. */
export const LOGGING: readonly Cause[] = [
  {
    id: '65',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'background',
    bound: 4,
    title: 'A lumberjack logger per request or job',
    where: 'of lumberjack loggers, which no Close ends',
    match: [
      {
        top: [
          '**/natefinch/lumberjack{v}.(*Logger).millRun',
          'github.com/DeRuina/timberjack.(*Logger).millRun',
        ],
      },
    ],
    why: prose`
      The first rotation of a Logger starts a goroutine for old files, and Close does not end it. One per logger
      is normal; a logger per job leaves one per job.`,
    fix: 'Keep one Logger per file for the life of the process, or use a fork whose Close ends the goroutine.',
    snippet: {
      before: go`
        func run(job Job) error {
          out := &lumberjack.Logger{Filename: job.Log}
          defer out.Close() // its goroutine stays
          return job.Run(log.New(out, "", log.LstdFlags))
        }`,
      after: go`
        var out = &lumberjack.Logger{Filename: "jobs.log"} // one for the process

        func run(job Job) error {
          return job.Run(log.New(out, job.Name+" ", log.LstdFlags))
        }`,
    },
    holds: [{ module: 'gopkg.in/natefinch/lumberjack.v2' }],
    links: github(
      'natefinch/lumberjack#56',
      'natefinch/lumberjack#205',
      'natefinch/lumberjack#219',
      'DeRuina/timberjack#20',
      'elastic/beats#49091',
    ),
  },
  {
    id: '66',
    group: 'system',
    basis: 'stack-and-cause',
    class: 'leak',
    title: 'logrus Writer that is not closed',
    where: 'that read logrus pipes nobody closed',
    match: [{ any: ['github.com/sirupsen/logrus.(*Entry).writerScanner'] }],
    why: prose`
      Writer and WriterLevel give a pipe and start a goroutine that logs what is written to it, until the pipe is
      closed. One that a process keeps, for a http.Server's ErrorLog, is fine.`,
    fix: 'Close the writer when it is done with.',
    snippet: {
      before: go`
        cmd := exec.Command("import", file)
        cmd.Stderr = logger.WriterLevel(logrus.WarnLevel)
        return cmd.Run()`,
      after: go`
        w := logger.WriterLevel(logrus.WarnLevel)
        defer w.Close()
        cmd := exec.Command("import", file)
        cmd.Stderr = w
        return cmd.Run()`,
    },
    holds: [{ module: 'github.com/sirupsen/logrus' }],
    links: github('sirupsen/logrus#1463', 'osbuild/osbuild-composer#4728', 'stellar/go-stellar-sdk#5342'),
  },
  {
    id: '174',
    group: 'system',
    basis: 'cause',
    class: 'background',
    bound: 4,
    title: 'Log buffers of zap, zerolog or seelog that nobody stopped',
    where: 'that flush the buffers of loggers',
    match: [
      { any: ['go.uber.org/zap/zapcore.(*BufferedWriteSyncer).flushLoop'] },
      { any: ['github.com/rs/zerolog/diode.Writer.poll'] },
      { any: ['github.com/cihub/seelog.(*asyncLoopLogger).processQueue'] },
      { any: ['github.com/cihub/seelog.(*asyncTimerLogger).processQueue'] },
      { any: ['github.com/zeromicro/go-zero/core/logx.(*RotateLogger).startWorker.func{n}'] },
    ],
    why: 'A buffered or asynchronous logger has a goroutine that writes what it holds until Stop or Close.',
    fix: 'Make one per file for the life of the process; Stop a short-lived one.',
    holds: [{ module: 'go.uber.org/zap' }],
    links: ['https://pkg.go.dev/go.uber.org/zap/zapcore#BufferedWriteSyncer'],
  },
]
