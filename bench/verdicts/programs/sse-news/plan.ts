import { lives, type Plan } from '../plan.ts'

export const plan: Plan = {
  service: 'news',
  about: 'Sends the news to its readers as server-sent events.',
  start: '2026-11-05T00:00:00Z',
  timeScale: 1200,
  stepMinutes: 60,
  fullEvery: 0,
  processes: lives('news-0', ['1.12.0'], [0, 84]),
  leaks: {},
  quiet: ['main.render', 'main.news.func1', 'net/http.(*connReader).backgroundRead'],
  note: 'Nothing leaks: readers stay for hours and become a quarter more from day to day; who renders for one ends with it.',
}
