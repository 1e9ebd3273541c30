import importspy from "@importspy/transformer/vite";
import { defineConfig } from "vite";

export default defineConfig(({ mode, isSsrBuild }) => ({
  plugins: [importspy()],
  // A page that loads what is for the server only: the build fails.
  ...(mode === "mistake" && { build: { rolldownOptions: { input: "src/mistake.ts" } } }),
  // The server has what it needs in its output.
  ...(isSsrBuild && { ssr: { noExternal: true } }),
}));
