/** @importspy { os: "linux" } */
declare module "pg" {}
export {};
