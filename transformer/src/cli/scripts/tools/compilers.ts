import { list } from "../arguments.js";
import type { Tool } from "./tool.js";

export const COMPILERS: readonly Tool[] = [
  {
    names: ["swc", "@swc/cli", "@swc/core"],
    does: "compiles",
    harmless: ["plugin"],
    verbs: ["compile"],
    valued: list(
      "-d --out-dir -o --out-file -C --config --config-file --env-name --ignore --only -f --filename --log-watch-compilation --workers --extensions --copy-files-ignore --source-root",
    ),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir", "-o", "--out-file"] },
  },
  {
    names: ["babel", "@babel/cli", "@babel/core"],
    does: "compiles",
    valued: list(
      "-d --out-dir -o --out-file -x --extensions --config-file --presets --plugins --ignore --only --env-name --root-mode -f --filename --out-file-extension",
    ),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir", "-o", "--out-file"] },
  },
  {
    names: ["sucrase"],
    does: "compiles",
    valued: list("-d --out-dir -t --transforms --out-extension --exclude-dirs -p --project"),
    inputs: { operands: "files" },
    outputs: { options: ["-d", "--out-dir"] },
  },
];
