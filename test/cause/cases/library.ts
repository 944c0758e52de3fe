import { type CauseCase, POLL, stack } from '../stack.ts'

const FSNOTIFY = 'github.com/fsnotify/fsnotify'
const PIPE = 'io.(*pipe).read < io.(*PipeReader).Read'

export const LIBRARY_CASES: readonly CauseCase[] = [
  {
    id: '60',
    matches: stack('github.com/aws/aws-sdk-go/service/s3/s3manager.(*multiuploader).readChunk', {
      state: 'chan receive',
    }),
    misses: stack('github.com/aws/aws-sdk-go-v2/feature/s3/manager.(*multiuploader).readChunk', {
      state: 'chan receive',
    }),
  },
  {
    id: '61',
    matches: stack(
      'io.(*pipe).write < io.(*PipeWriter).Write < bytes.(*Buffer).WriteTo < io.Copy < google.golang.org/api/gensupport.newMultipartReader.func1',
    ),
    misses: stack('io.(*pipe).write < io.(*PipeWriter).Write < main.copy', { state: 'select' }),
  },
  {
    id: '62',
    matches: stack('google.golang.org/api/support/bundler.(*Bundler).acquire', { state: 'semacquire' }),
    misses: stack('google.golang.org/api/support/bundler.(*Bundler).handle'),
  },
  {
    id: '63',
    matches: stack('github.com/rlmcpherson/s3gof3r.(*getter).retryGetChunk', { state: 'chan receive' }),
    misses: stack('github.com/rlmcpherson/s3gof3r.(*putter).worker', { state: 'chan receive' }),
  },
  {
    id: '64',
    matches: stack('github.com/docker/distribution/registry/storage/driver/s3.(*driver).WriteStream.func1', {
      state: 'chan send',
    }),
    misses: stack('github.com/docker/distribution/registry/storage/driver/s3.(*driver).WriteStream'),
  },
  {
    id: '65',
    matches: stack('gopkg.in/natefinch/lumberjack.v2.(*Logger).millRun', { state: 'chan receive' }),
    misses: stack('sync.(*Mutex).Lock < gopkg.in/natefinch/lumberjack.v2.(*Logger).Write < main.run'),
  },
  {
    id: '66',
    matches: stack(`${PIPE} < bufio.(*Scanner).Scan < github.com/sirupsen/logrus.(*Entry).writerScanner`),
    misses: stack(`${PIPE} < bufio.(*Scanner).Scan < main.lines`, { state: 'select' }),
  },
  {
    id: '67',
    matches: stack(`${POLL} < os.(*File).Read < ${FSNOTIFY}.(*inotify).readEvents`, { state: 'IO wait' }),
    misses: stack(`${FSNOTIFY}.(*Watcher).Add < main.main`),
  },
  {
    id: '68',
    matches: stack('sync.(*WaitGroup).Wait < github.com/spf13/viper.(*Viper).WatchConfig.func1'),
    misses: stack('github.com/spf13/viper.(*Viper).WatchConfig < main.main'),
  },
  {
    id: '69',
    matches: stack('os/exec.(*Cmd).watchCtx', { state: 'select', by: 'os/exec.(*Cmd).Start' }),
    misses: stack('os/exec.(*Cmd).Start < main.convert'),
  },
  {
    id: '70',
    matches: stack(
      'os/exec.(*Cmd).awaitGoroutines < os/exec.(*Cmd).Wait < os/exec.(*Cmd).Run < main.convert',
    ),
    misses: stack(
      'os.(*Process).blockUntilWaitable < os.(*Process).Wait < os/exec.(*Cmd).Wait < main.convert',
    ),
  },
  {
    id: '71',
    matches: stack('main.runCommand.func1', { state: 'chan send' }),
    misses: stack('main.runReport.func1', { state: 'chan send' }),
  },
  {
    id: '72',
    matches: stack(`${POLL} < github.com/mysteriumnetwork/node/nat/traversal.waitMsg.func1`, {
      state: 'IO wait',
    }),
    misses: stack(`${POLL} < main.handle`, { state: 'IO wait' }),
  },
  {
    id: '73',
    matches: stack('main.(*client).writePump', { state: 'select', by: 'main.(*hub).serveWS' }),
    misses: stack('main.(*client).write', { state: 'select' }),
  },
  {
    id: '211',
    matches: stack('github.com/smallnest/chanx.process[...]', { state: 'chan receive' }),
    misses: stack('github.com/smallnest/chanx.(*RingBuffer[...]).Pop < main.take', { state: 'chan receive' }),
  },
  {
    id: '212',
    matches: stack('github.com/dubbogo/gost/sync.(*taskPoolSimple).worker', { state: 'chan receive' }),
    misses: stack('github.com/dubbogo/gost/sync.(*taskPoolSimple).AddTask < main.ask', { state: 'select' }),
  },
]
