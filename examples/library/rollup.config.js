import importspy from "@importspy/transformer/rollup";
import typescript from "@rollup/plugin-typescript";

export default {
  input: "src/checkout.ts",
  output: { dir: "dist-rollup", entryFileNames: "[name].mjs", sourcemap: true },
  plugins: [importspy(), typescript({ declaration: false, outDir: "dist-rollup" })],
};
