/** @importspy { env: { TOKEN: Secret } } */
import { name } from "@/deep/name";

export class Account {}
export const pay = () => `hello from payments`.concat("hello ", name);
