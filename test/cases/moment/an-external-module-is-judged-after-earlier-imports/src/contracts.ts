/** @importspy { env: { PGHOST: string } } Set PGHOST. */
declare module "pg" {}

/** @importspy { env: { PGHOST: string } } */
declare module "old" {}

/** @importspy { env: { WS: string } } */
declare module "ws" {}

export {};
