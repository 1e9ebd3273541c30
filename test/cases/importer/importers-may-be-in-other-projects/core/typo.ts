/** @importspy { importer: { module: `ap/${string}` } | { module: "app/mian.ts" } | { module: `${string}.spec.ts` } | { module: `nested/${string}` } | { module: "core/typo.ts" } | { module: `../${string}` } } */
export const typo = 1;
