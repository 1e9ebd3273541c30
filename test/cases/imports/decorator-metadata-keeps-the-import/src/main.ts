import { Account } from "./account.js";

const injectable = (target: unknown): void => console.log("main:", typeof target);

@injectable
export class Service {
  constructor(readonly account: Account) {}
}
