/** Spearman's rank correlation of a series with its own time; 0 where the values do not vary. */
export function rankWithTime(values: Float64Array): number {
  const ranks = midRanks(values)
  const middle = (values.length - 1) / 2
  let [together, time, value] = [0, 0, 0]
  ranks.forEach((rank, i) => {
    together += (i - middle) * (rank - middle)
    time += (i - middle) ** 2
    value += (rank - middle) ** 2
  })
  return value === 0 ? 0 : together / Math.sqrt(time * value)
}

/** Place of each value in order, from 0; equal values share the middle of their places. */
function midRanks(values: Float64Array): Float64Array {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] as number]
    let to = from
    while (to < order.length && values[order[to] as number] === value) to++
    for (const index of order.slice(from, to)) ranks[index] = (from + to - 1) / 2
    from = to
  }
  return ranks
}
