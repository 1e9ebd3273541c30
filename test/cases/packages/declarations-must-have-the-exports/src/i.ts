/** @importspy { packages: { old: Package<"1", { default: (port: number) => void; version: string }> } } */
import old from "old";
export const i = old;
