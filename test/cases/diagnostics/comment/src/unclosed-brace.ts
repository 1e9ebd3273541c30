/**
 * @importspy {
 *   os: "linux";
 *   env: { TOKEN: string;
 * }
 */
export const a = 1;
