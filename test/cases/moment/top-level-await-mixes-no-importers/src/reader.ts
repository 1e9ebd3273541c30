/** @importspy { env: { TOKEN: Secret } } */
console.log("reader: evaluated");
export const reader = 1;
