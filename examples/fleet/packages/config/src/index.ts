/**
 * Where the fleet runs.
 *
 * @importspy
 */
export interface Contract {
  os: "linux" | "darwin" | "win32";
  runtime: { node: ">=20" };
  env: { REGION: "eu" | "us" };
}

import { env } from "importspy";

export const { REGION } = env<Contract>();
