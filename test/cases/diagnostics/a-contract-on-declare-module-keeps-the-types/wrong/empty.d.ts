/** @importspy { env: { UNTYPED: string } } */
declare module "untyped" {}
