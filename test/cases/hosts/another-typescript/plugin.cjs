const { default: plugin } = require("@importspy/transformer");

// A build in which the project has another TypeScript installed than the plugin.
exports.default = (program, host, config, extras) =>
  plugin(program, host, config, { ...extras, ts: { ...extras.ts, version: "5.9.3" } });
