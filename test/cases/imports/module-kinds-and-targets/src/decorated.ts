import { pay } from "./payments.js";

const paid = (target: unknown, { name }: ClassMethodDecoratorContext) => console.log(`decorated: ${String(name)} ${pay()}`);
export class Account {
  @paid
  book() {}
}
