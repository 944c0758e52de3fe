const LABEL = 'label.'

/** Labels of a process, from parameters such as `label.zone=eu`. */
export const labelsOf = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      key.startsWith(LABEL) ? [[key.slice(LABEL.length), value]] : [],
    ),
  )
