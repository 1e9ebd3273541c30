/**
 * What this module needs.
 *
 * @importspy Ask for a token.
 * @see regions.ts
 */
export interface Contract {
  env: { TOKEN: string };
}
