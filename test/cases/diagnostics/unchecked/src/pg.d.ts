/** @importspy { os: Nope; env: { A: Needs } } */
declare module "pg" {
  export const pool: string;
}
interface Needs extends Nope {}
