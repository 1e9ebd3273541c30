import { env, type Default } from "importspy";

/** @importspy */
export interface Contract {
  env: { PORT: number & Default<3000>; KEY?: string };
}

export const port = env<Contract>().PORT;
