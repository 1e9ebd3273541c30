/** @importspy { env: { TOKEN: string } } */
export const cents = 1;
