import type { Method } from '#bench/verdicts/method.ts'

/** As a stranger would give a method: it names every stack that has more goroutines at the end than at first. */
export const method: Method = {
  name: 'rose',
  source: 'a test',
  answers: ({ lives }) =>
    lives.flatMap(({ counts }) =>
      [...counts].flatMap(([id, { last }]) =>
        (last.at(-1) ?? 0) > (last[0] ?? 0) ? [{ signatures: [id] }] : [],
      ),
    ),
}
