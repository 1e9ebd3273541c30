import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const other = pathToFileURL(path.join(import.meta.dirname, "../other.js"));

const forms = {
  "the folder above": () => createRequire(new URL("..", import.meta.url))("./pay.cjs"),
  "its own folder": () => createRequire(new URL(".", import.meta.url))("../pay.cjs"),
  "a folder below": () => createRequire(new URL("./deep/", import.meta.url))("../../pay.cjs"),
  "a folder with dots": () => createRequire(new URL("./deep/../..", import.meta.url))("./pay.cjs"),
  "its own file": () => createRequire(new URL("", import.meta.url))("../pay.cjs"),
  "another file": () => createRequire(new URL("../other.js", import.meta.url))("./pay.cjs"),
  "a path": () => createRequire(path.join(import.meta.dirname, "..", "other.js"))("./pay.cjs"),
  "a path as a URL": () => createRequire(other)("./pay.cjs"),
  "a URL as a text": () => import(pathToFileURL(path.join(import.meta.dirname, "../pay.cjs")).href),
  "a URL of another URL": () => import(new URL("./pay.cjs", other).toString()),
};
for (const [form, load] of Object.entries(forms)) {
  try {
    await load();
    console.log(`${form}: loaded`);
  } catch (error) {
    console.log(`${form}: ${(error as Error).message.split("\n")[0]}`);
  }
}
