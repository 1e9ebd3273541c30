/** The package.json of a project with these scripts, in which importspy is installed. */
export const manifest = (scripts: Record<string, string>, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    name: "app",
    type: "module",
    scripts,
    dependencies: { importspy: "^0.1.0" },
    devDependencies: { "@importspy/transformer": "^0.1.0" },
    ...more,
  });
