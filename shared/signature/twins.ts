/**
 * Twins are stacks that one call or one object makes together, so that there are as many of one as of the other but for
 * those that have just begun or ended: what a single dump and a verdict over time both mean by the word.
 */

/** Twins may differ by this many goroutines (1390/1390, 426/426 and 866/869 are published counts, golang/go#22773). */
export const TWIN_SLACK = 3

/** Whether two counts are as many as each other. @param slack by how many they may differ */
export const areAsMany = (a: number, b: number, slack = TWIN_SLACK): boolean => Math.abs(a - b) <= slack
