/** @importspy { env: { TOKEN: string } } */
declare module "legacy/*" {
  export const name: string;
}
/** @importspy { env: { DEEPER: string } } */
declare module "legacy/deep/*" {
  export const name: string;
}
declare module "legacy" {
  export const name: string;
}
