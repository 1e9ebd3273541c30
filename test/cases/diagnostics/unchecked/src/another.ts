// @ts-nocheck
export interface Needs extends Nope {
  env: { A: string };
}
