/** @importspy { importer: { module: `src/sockets/${string}` } } Use src/sockets. */
declare module "ws" {}

/** @importspy { env: { VAULT: Secret } } This program's own say, beside the vault's. */
declare module "vault" {}

/** @importspy { importer: { module: `src/sockets/${string}` } } */
declare module "fs" {}

/** @importspy { os: "linux" } */
declare module "./own.js" {}

export {};
