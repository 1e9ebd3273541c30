import cash = require("../cash.cjs");
const loaded = require("../cash.cjs");
export const list = [cash.change];
export const frozen = Object.freeze(loaded);
export let later: unknown;
later = cash;
export const give = () => loaded;
export class Static {
  static change = cash.change;
}
export const paid = cash.change();
