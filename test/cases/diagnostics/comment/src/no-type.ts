/** @importspy */
export const a = 1;
/** @importspy Second, and without a type as well. */
