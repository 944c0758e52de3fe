/** Where to go on from a receipt. */
export const receiptLinks = (service: string, id: string) => ({
  profile: `/v1/services/${encodeURIComponent(service)}/profiles/${id}`,
  findings: `/v1/findings?service=${encodeURIComponent(service)}`,
})
