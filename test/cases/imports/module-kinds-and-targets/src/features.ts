import { database } from "./database.js";
export * as all from "./database.js";

class Account {
  #cents = 1;
  static opened?: number;
  async *cents() {
    yield this.#cents ?? 0;
  }
}
/** An enum. */
export enum Kind {
  card,
}
export async function main() {
  Account.opened ||= 1;
  for await (const cents of new Account().cents()) console.log("main:", Kind[0], cents, database?.length);
  const loaded = await import("./payments.js").catch(({ code }) => code);
  console.log("dynamic:", loaded.pay?.() ?? loaded);
}
main();
