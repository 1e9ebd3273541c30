/** @importspy { env: { TOKEN: Secret } } */
export class Account {}
export const pay = () => "paid";
