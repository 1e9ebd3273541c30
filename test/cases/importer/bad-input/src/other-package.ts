/** @importspy { importer: { module: `lib/${string}`; package: "shop" | `@acme/${string}` } } */
export const a = 1;
