/** @importspy { importer: { module: `src/billing/${string}` } } */
export const change = () => "changed";
