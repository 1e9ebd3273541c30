import type { AtLeast } from "importspy";

/** @importspy */
export interface Contract {
  memory?: AtLeast<"1kB">;
}
