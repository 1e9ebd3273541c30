/**
 * Prices as people read them, on the server and in browsers.
 *
 * @importspy { env: { NEXT_PUBLIC_CURRENCY: "EUR" | "USD" } }
 */
console.log("currency is evaluated");

export function format(cents: number): string {
  return `${(cents / 100).toFixed(2)} ${process.env.NEXT_PUBLIC_CURRENCY}`;
}
