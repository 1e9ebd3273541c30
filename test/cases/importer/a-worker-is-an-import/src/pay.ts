/** @importspy { importer: { module: `src/billing/${string}` } } */
export const pay = () => "paid";
