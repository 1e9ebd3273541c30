/**
 * @importspy { env: Record<string, string>; packages: { [name: string]: "1" }; runtime: { [name in string]: true } }
 * @importspy {Record<string, "linux">}
 */
export const a = 1;
