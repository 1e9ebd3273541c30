/** @importspy { env: { TOKEN: Secret } } */
console.log("payments: evaluated");
export const pay = () => "paid";
