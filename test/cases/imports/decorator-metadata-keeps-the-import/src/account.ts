/** @importspy { env: { TOKEN: Secret } } */
console.log("account: evaluated");
export class Account {}
