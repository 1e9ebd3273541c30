/**
 * Lets a command run as on Windows, wherever tests run: `node --require ./windows.cjs importspy.cjs verify dist`. What it
 * loads has Windows' rules for paths and URLs, and sees the root of this file system as the drive `C:`.
 */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const url = require("node:url");

const cwd = process.cwd();
const isName = (value) => typeof value === "string";
const fileURLToPath = (file) => url.fileURLToPath(file, { windows: true });
const toWindows = (name) => `C:${name.replaceAll("/", "\\")}`;
const toReal = (name) => name.replace(/^[cC]:(?=[\\/])/, "").replaceAll("\\", "/");

/** Where a file is that a value names, and every other value as it is. */
function placeOf(value) {
  if (value instanceof URL) return toReal(fileURLToPath(value));
  return isName(value) ? toReal(value) : value;
}

/** A function of `fs` that takes, and where it gives a name gives, names of Windows. */
function onDrive(call) {
  const wrapped = (...values) => {
    const result = call.apply(fs, values.map(placeOf));
    return isName(result) && call.name.startsWith("realpath") ? toWindows(result) : result;
  };
  return Object.assign(wrapped, "native" in call && { native: onDrive(call.native) });
}

const functions = Object.entries(fs).filter(([name, value]) => typeof value === "function" && name.endsWith("Sync"));
const onWindows = {
  path: path.win32,
  fs: { ...fs, ...Object.fromEntries(functions.map(([name, call]) => [name, onDrive(call)])) },
  url: {
    ...url,
    fileURLToPath,
    pathToFileURL: (file) => url.pathToFileURL(file, { windows: true }),
  },
};

const { createRequire, _load: load } = Module;
Module.createRequire = (file) => createRequire(isName(file) && !file.startsWith("file:") ? toReal(file) : file);
Module.registerHooks({
  resolve: (specifier, context, next) => next(specifier.replace(/^file:\/\/\/[cC]:/, "file://"), context),
});
Module._load = (request, ...others) => onWindows[request.replace(/^node:/, "")] ?? load(request, ...others);
process.cwd = () => toWindows(cwd);
Object.defineProperty(process, "platform", { value: "win32" });
