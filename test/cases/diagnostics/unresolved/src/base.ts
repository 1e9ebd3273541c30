/** @importspy {Needs} */
export interface Needs extends Nope {
  env: { A: string };
}
