export const MODE = "production";
export const process = (amount: number) => `${amount}`;
export class Plugin {
  static readonly name = "payments" as const;
  run(request: string) {
    return request;
  }
}
