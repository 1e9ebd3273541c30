interface Billing {
  os: "linux";
}
/** @importspy Billing Ask in #billing. */
export const a: Billing[] = [];
