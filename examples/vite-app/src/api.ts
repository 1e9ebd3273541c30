import { env, type Format } from "importspy";

/** @importspy */
export interface Contract {
  env: { VITE_API_URL: string & Format<"url"> };
}

console.log("api is evaluated");
// What Vite has put in, judged by the contract.
const { VITE_API_URL } = env<Contract>();
export const apiUrl = VITE_API_URL;
