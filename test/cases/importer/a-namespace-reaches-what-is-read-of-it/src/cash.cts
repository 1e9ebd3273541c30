/** @importspy { importer: { module: "src/barrel.cts" | `src/billing/${string}` } } */
export const change = () => "changed";
