import { readEnv } from "./barrel.js";
import type { Contract } from "./calls.js";

/** @importspy { env: { PORT: number } } */
export const wrong = readEnv<Contract & { env: { HOST: string } }>();
export const right: number = readEnv<Contract>().PORT;
