/** @importspy {import("./regions.js").InRegion} */
export const ready = true;
