/** @importspy { env: { TOKEN: string } } */
console.log("payments: evaluated");
export const cents = 1;
