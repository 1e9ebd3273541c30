// Builds `dist/`: the vocabulary from typia's own tags, then the sources.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/**
 * typia's tags, as one module without imports: contracts may use them without importing anything. Each file's
 * private types get the file's name as prefix, since several files have one of the same name.
 */
function collectTags() {
  const typia = createRequire(require.resolve("@typia/core"));
  const folder = join(dirname(typia.resolve("@typia/interface/package.json")), "lib", "tags");
  const files = readdirSync(folder).filter((name) => name.endsWith(".d.ts") && name !== "index.d.ts");
  return files.map((name) => {
    const text = readFileSync(join(folder, name), "utf8")
      .replace(/^import .*$/gm, "")
      .replace(/^export \{\};$/gm, "")
      .replace(/\/\*\*[\s\S]*?\*\//g, "");
    const privates = [...text.matchAll(/^(?:declare )?(?:type|interface) (\w+)/gm)].map(([, type]) => type);
    return privates
      .reduce((all, type) => all.replace(new RegExp(`\\b${type}\\b`, "g"), `${name.slice(0, -5)}_${type}`), text)
      .replace(/^\s*\n/gm, "");
  });
}

rmSync(join(root, "dist"), { recursive: true, force: true });
mkdirSync(join(root, "dist", "type"), { recursive: true });
const ours = readFileSync(join(root, "src", "type", "vocabulary.txt"), "utf8");
writeFileSync(join(root, "dist", "type", "vocabulary.txt"), [...collectTags(), ours].join("\n"));
const { status } = spawnSync(
  process.execPath,
  [require.resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.json")],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
