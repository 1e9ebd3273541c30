/** @importspy { packages: { pg: Package<"^8.11", { Pool: unknown }> } } */
declare module "other" {}
import { x } from "other";
export const e = x;
