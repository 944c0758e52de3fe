import { TooLarge } from '../bounded-body.ts'

const LINE_END = 0x0a

/** The lines of a stream, each when it is whole. @param limit bytes of a line @throws TooLarge */
export async function* linesOf(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<string> {
  let begin: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      begin.push(chunk.subarray(from, end))
      if (bytes + end - from > limit) throw new TooLarge(limit)
      yield Buffer.concat(begin).toString('utf8')
      begin = []
      bytes = 0
      from = end + 1
    }
    begin.push(chunk.subarray(from))
    bytes += chunk.length - from
    if (bytes > limit) throw new TooLarge(limit)
  }
}
