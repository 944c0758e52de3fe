/** Hours from the first to the last of the points of a day where they are hours: 24 points are 23 hours apart. */
export const WHOLE_DAY = 23
/** The same of two days. */
export const TWO_DAYS = 47
