import type { Random } from '../battery/random.ts'
import { trafficAt } from '../battery/traffic.ts'
import { oneOf } from './chance.ts'

/** Traffic of day and night. @param random decides how much of it is left at night */
export function dailyTraffic(weekHour: number, random: Random): (hour: number) => number {
  const night = oneOf(random, [0, 0.1, 0.3])
  return (hour) => night + (1 - night) * trafficAt('diurnal', weekHour + hour, 0)
}

export const flatTraffic = (): number => 1

/** Traffic over a span: hours at average traffic. */
export function busyHours(traffic: (hour: number) => number, spanHours: number): number {
  const step = 0.25
  let sum = 0
  for (let hour = step / 2; hour < spanHours; hour += step) sum += traffic(hour) * step
  return sum
}
