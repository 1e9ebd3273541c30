/** @importspy { env: { WS_TOKEN: Secret } } */
declare module "ws" {}
export type {} from "ws";
