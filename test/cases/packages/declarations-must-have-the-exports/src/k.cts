/** @importspy { packages: { old: Package<"1", { default: (port: number) => void }> } } */
import old = require("old");
export const k = old;
