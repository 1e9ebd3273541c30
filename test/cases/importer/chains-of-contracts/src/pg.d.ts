/** @importspy { os: "win32" } */
declare module "pg" {
  export const Pool: number;
}
