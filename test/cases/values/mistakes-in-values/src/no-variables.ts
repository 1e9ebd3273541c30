import { env } from "importspy";

/** @importspy */
export interface Contract {
  os: "linux";
}
export const port = env<Contract>();
