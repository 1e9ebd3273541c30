/** @importspy { env: { TYPED: string } } */
declare module "typed" {}
