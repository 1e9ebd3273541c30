/** @importspy { env: { PGHOST: string }; packages: { pg: "^8.11" }; importer: { module: `src/db/${string}` } } Use src/db. */
declare module "pg" {
  export class Pool {}
}
