/** @importspy { packages: { esm: Package<"1", { version: "2.0" & string; more?: number } | { version: string }> } } */
import { version } from "esm";
console.log("never evaluated", version);
