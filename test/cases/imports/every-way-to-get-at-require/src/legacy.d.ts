/** @importspy { env: { TOKEN: string } } */
declare module "legacy" {
  export const name: string;
}
