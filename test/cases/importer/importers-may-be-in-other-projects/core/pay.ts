/** @importspy { importer: { module: `app/${string}` | `test/${string}.test.ts` } } */
export const pay = () => "paid";
