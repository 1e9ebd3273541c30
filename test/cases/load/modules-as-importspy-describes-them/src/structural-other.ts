export const MODE = "development";
export const process = (amount: number, currency: string) => `${amount}${currency}`;
export class Plugin {
  run = (request: string) => request;
}
