/** @importspy { os: "linux" } */
declare module "./second-file-c.js" {}
/** @importspy { os: "linux" } */
declare module "pg" {}
export {};
