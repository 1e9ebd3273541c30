/** @importspy { env: { TOKEN: Secret } } */
export const pay = () => "paid";
export class Account {}
