/** No method: it has no answers. */
export const method = { name: 'nothing', source: 'a test' }
