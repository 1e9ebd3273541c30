/** @importspy { importer: Legacy<`src/web/${string}`> } */
export const charge = (cents: number) => cents;
