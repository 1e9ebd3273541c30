import importspy from "@importspy/transformer/rolldown";
import { defineConfig } from "tsdown";

export default defineConfig({
  entry: "src/checkout.ts",
  format: ["esm", "cjs"],
  plugins: [importspy()],
});
