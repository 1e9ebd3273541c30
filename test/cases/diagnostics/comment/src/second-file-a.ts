/** @importspy { os: "linux" } */
declare module "undici-types" {}
export {};
