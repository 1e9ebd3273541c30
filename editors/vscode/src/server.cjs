const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

/**
 * Finds the program `importspy` that a folder has installed, or one above it: the workspace's root, in a monorepo. It
 * runs on the editor's own Node.js.
 */
exports.findServer = (folder) => {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, "node_modules", "importspy", "bin", "importspy.cjs");
    if (existsSync(found) && existsSync(join(at, "node_modules", "@importspy", "transformer"))) return found;
    if (at === dirname(at)) return undefined;
  }
};
