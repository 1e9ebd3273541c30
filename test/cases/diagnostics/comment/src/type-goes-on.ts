/** @importspy { os: "linux" } & Billing */
export interface Billing {
  arch: "x64";
}
