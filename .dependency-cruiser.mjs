/** What may import what: `npm run check` fails where a line below is crossed. docs/design.md draws the picture. */

/** The stages of the pipeline, in order: none imports another, but what is said here. */
const STAGES = ["discover", "type", "check", "link", "generate", "emit"];

/** Hosts that are made of another one. */
const HOSTS = {
  vite: ["rollup"],
  rolldown: ["rollup"],
  rspack: ["webpack"],
  plugin: ["tspc"],
  build: ["tspc"],
  lsp: ["editor"],
  testing: ["register"],
};

/** Commands that ask another one: `init` what `doctor` would find, `doctor` what `verify` would. */
const COMMANDS = { init: ["doctor"], doctor: ["verify"] };

const commandFolder = (name) => `^(transformer|runtime)/src/cli/commands/${name}/`;

const room = (name) => `^transformer/src/${name}(/|\\.ts$)`;

export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Cut it, also where it is only of types: move what both need to a file of its own.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "hosts-stand-alone",
      comment: "bundler/ and guards/ are what hosts share; HOSTS says which host is made of another one.",
      severity: "error",
      from: {
        path: "^transformer/src/hosts/([^/]+)/",
        pathNot: Object.keys(HOSTS).map((name) => `^transformer/src/hosts/${name}/`),
      },
      to: { path: "^transformer/src/hosts/", pathNot: "^transformer/src/hosts/($1|bundler|guards)/" },
    },
    ...Object.entries(HOSTS).map(([name, others]) => ({
      name: `${name}-is-made-of-${others.join("-and-")}`,
      severity: "error",
      from: { path: `^transformer/src/hosts/${name}/` },
      to: {
        path: "^transformer/src/hosts/",
        pathNot: `^transformer/src/hosts/(${[name, "bundler", "guards", ...others].join("|")})/`,
      },
    })),
    {
      name: "shared-rooms-know-no-host",
      severity: "error",
      from: { path: "^transformer/src/hosts/(bundler|guards)/" },
      to: { path: "^transformer/src/hosts/", pathNot: "^transformer/src/hosts/(bundler|guards)/" },
    },
    {
      name: "commands-stand-alone",
      comment: "COMMANDS says which command asks another one.",
      severity: "error",
      from: {
        path: "^(transformer/src/cli/commands|runtime/src/cli/commands)/([^/]+)/",
        pathNot: Object.keys(COMMANDS).map(commandFolder),
      },
      to: { path: "^(transformer|runtime)/src/cli/commands/", pathNot: "^$1/$2/" },
    },
    ...Object.entries(COMMANDS).map(([name, others]) => ({
      name: `${name}-asks-${others.join("-and-")}`,
      severity: "error",
      from: { path: commandFolder(name) },
      to: { path: "^(transformer|runtime)/src/cli/commands/", pathNot: [name, ...others].map(commandFolder) },
    })),
    {
      name: "stages-know-no-host",
      severity: "error",
      from: {
        path: STAGES.map(room).concat(
          room("analysis"),
          room("fields"),
          room("compiler"),
          room("messages"),
          room("artifacts"),
          room("compare"),
          room("pipeline"),
          room("service"),
        ),
      },
      to: { path: [room("hosts"), room("cli")] },
    },
    ...STAGES.map((stage, index) => ({
      name: `${stage}-knows-no-later-stage`,
      severity: "error",
      from: { path: room(stage) },
      to: {
        path: STAGES.slice(index + 1)
          .map(room)
          .concat(room("pipeline"), room("service")),
      },
    })),
    {
      name: "one-file-touches-typia",
      severity: "error",
      from: { path: "^transformer/src", pathNot: "^transformer/src/generate/typia\\.ts$" },
      to: { path: "node_modules/(@typia/|typia/)|typia\\.bundle" },
    },
    {
      name: "one-file-touches-semver",
      severity: "error",
      from: { path: "^transformer/src", pathNot: "^transformer/src/type/semver\\.ts$" },
      to: { path: "node_modules/semver" },
    },
    {
      name: "nothing-knows-a-command-of-the-runtime",
      comment: "What a guarded program loads has no part of the command line. Tests are no such program.",
      severity: "error",
      from: { path: "^runtime/src", pathNot: "^runtime/src/(cli/|testing)" },
      to: { path: "^runtime/src/cli/" },
    },
    {
      name: "guard-reads-no-artifact",
      comment: "A guard is handed plain data: reading sidecars, manifests and lock files is for tools.",
      severity: "error",
      from: { path: "^runtime/src/(guard|values|packages|facts/|env/)" },
      to: { path: "^runtime/src/(artifacts|files|printable|suggest)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "transformer/tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".cjs", ".mjs"] },
  },
};
