/** @importspy { importer: { package: "@acme/*" | `@corp/${string}` } }
 * @importspy { importer: { package: string & Not<"web-*">; module: "src/admitted.ts" } } */
export const a = 1;
