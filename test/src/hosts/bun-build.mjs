// Builds with Bun, which runs this, and prints what went wrong.
import importspy from "@importspy/transformer/bun";

const {
  entries,
  outdir,
  format,
  external = [],
  minify = false,
  split = false,
  isClient,
  define,
} = JSON.parse(process.argv[2]);
const result = await Bun.build({
  entrypoints: Object.values(entries).map((file) => `./${file}`),
  outdir,
  format,
  external,
  minify,
  splitting: split,
  target: isClient ? "browser" : "node",
  define,
  naming: { entry: `[name].${format === "esm" ? "mjs" : "cjs"}` },
  plugins: [importspy()],
  throw: false,
}).catch((error) => ({ success: false, logs: [error] }));
if (!result.success) for (const log of result.logs) console.log(log.message);
