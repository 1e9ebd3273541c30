/** @importspy */
export interface Contract {
  env: { TOKEN: string };
}
