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

/**
 * Rooms of one kind, none of which knows another.
 *
 * @param kind - What they are.
 * @param folder - The folders of those with a name, as a pattern.
 * @param exceptions - Which others a room knows, by its name, and how that is said.
 * @param shared - Rooms that all of them know.
 */
function standAlone(kind, folder, { exceptions, verb, shared = [], comment }) {
  const forbid = (name, from, known) => ({
    name,
    comment,
    severity: "error",
    from,
    to: { path: folder("[^/]+"), pathNot: [...known, ...shared].map(folder).join("|") },
  });
  return [
    forbid(
      `${kind}-stand-alone`,
      { path: folder("([^/]+)"), pathNot: Object.keys(exceptions).map(folder) },
      // What the first pattern found.
      ["$1"],
    ),
    ...Object.entries(exceptions).map(([name, others]) =>
      forbid(`${name}-${verb}-${others.join("-and-")}`, { path: folder(name) }, [name, ...others]),
    ),
  ];
}

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
    ...standAlone("hosts", (name) => `^transformer/src/hosts/${name}/`, {
      exceptions: HOSTS,
      verb: "is-made-of",
      shared: ["bundler", "guards"],
      comment: "bundler/ and guards/ are what hosts share; HOSTS says which host is made of another one.",
    }),
    {
      name: "shared-rooms-know-no-host",
      severity: "error",
      from: { path: "^transformer/src/hosts/(bundler|guards)/" },
      to: { path: "^transformer/src/hosts/", pathNot: "^transformer/src/hosts/(bundler|guards)/" },
    },
    ...standAlone("commands", (name) => `^(?:transformer|runtime)/src/cli/commands/${name}/`, {
      exceptions: COMMANDS,
      verb: "asks",
      comment: "COMMANDS says which command asks another one.",
    }),
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
      to: { path: "^runtime/src/(artifacts|files|suggest)" },
    },
    {
      name: "guard-shows-what-builds-made-printable",
      comment: "Names and literals in shapes of JSON and of modules are shown as they are written in the contract.",
      severity: "error",
      from: { path: "^runtime/src/(guard|values|packages|facts/|env/)", pathNot: "^runtime/src/env/shape\\.ts$" },
      to: { path: "^runtime/src/printable" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "transformer/tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".cjs", ".mjs"] },
  },
};
