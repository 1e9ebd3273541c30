/** @importspy { env: { TOKEN: Secret } } */
console.log("payments: evaluated");
export interface Payment {
  cents: number;
}
export class Account {}
export const pay = () => 1;
