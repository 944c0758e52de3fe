/** The columns of a printed line. */

/** Words between runs of blanks. */
export const columnsOf = (text: string): string[] => text.trim().split(/\s+/)

/** Whole number of up to 15 digits (all of them exact); undefined for any other text. */
export const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined

/** Number of a socket; 0 stands for none (tcp_ipv4.c, get_timewait4_sock). */
export const inodeOf = (text: string | undefined): number | undefined => wholeNumber(text) || undefined
