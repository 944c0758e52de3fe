/** Bytes. What goes to Lambda and comes from it has 6 MB at most, bodies in base64 (Lambda quotas). */
export const BODY_LIMIT = 4_500_000
