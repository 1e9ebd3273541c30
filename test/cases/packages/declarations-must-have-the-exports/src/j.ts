/** @importspy { packages: { old: Package<"1", { default: (port: string) => void }> } } */
import old from "old";
export const j = old;
