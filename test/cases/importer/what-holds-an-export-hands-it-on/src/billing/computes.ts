import * as payments from "../pay.js";

// What is computed is new, and a private member is not to be had.
export const computed = () => payments.pay();
export const paid = payments.pay();
export class Cashier {
  readonly #pay = payments.pay;
  private readonly payments = payments;
  charge() {
    return this.#pay() + this.payments.pay();
  }
}
export const length = [payments].length;
export const name = typeof payments.pay;
