import { env, type Secret } from "importspy";

/** @importspy */
export interface Contract {
  env: { KEY: Secret; PIN: Secret<number> };
}
export const { KEY, PIN } = env<Contract>();
