/** @importspy { env: { TOKEN: string } } */
export const pay = 1;
