import { list } from "../arguments.js";
import type { Inputs, Tool } from "./tool.js";

/** Options of Node.js, also for programs that pass them on. */
const RUN = list(
  "-r --require --import --loader --experimental-loader --env-file -C --conditions --tsconfig -P --project -O --compiler-options -I --ignore -D --ignore-diagnostics --dir --cwd --scope-dir --compiler --ext --watch-path --include --exclude --interval --debounce",
);

export const runner = (names: string, inputs: Inputs = {}, more: Partial<Tool> = {}): Tool => ({
  names: list(names),
  does: "runs",
  valued: RUN,
  inputs: { operands: "file", preloads: ["-r", "--require", "--import", "--loader"], ...inputs },
  ...more,
});

export const RUNNERS: readonly Tool[] = [
  runner(
    "tsx ttsx zx tsimp esno esmo esr esrun esbuild-runner jiti sucrase-node swc-node babel-node node-ts",
    {},
    { verbs: ["watch"] },
  ),
  // It loads modules through Vite, with the plugins of its configuration.
  runner(
    "vite-node",
    { configs: ["vite.config"], configOptions: ["-c", "--config"] },
    {
      valued: list("-r --root -c --config -m --mode --options"),
      plugin: { hosts: ["vite"], list: "plugins" },
    },
  ),
  runner("ts-node ts-node-esm ts-node-script ts-node-transpile-only ts-node-cwd ts-node-dev tsnd node-dev"),
  runner("electron electronmon", { defaults: ["."] }),
  runner(
    "pm2 pm2-runtime forever supervisor",
    {},
    {
      harmless: list(
        "delete describe kill list logs ls monit resurrect save startup stop status flush unstartup columns set update deepUpdate install",
      ),
      verbs: list("start restart reload startOrRestart startOrReload"),
      valued: list(
        "-n --name -i --instances --interpreter --watch-delay -l --log -o --output -e --error --cwd --env -a --append -x --execute",
      ),
    },
  ),
  runner(
    "fastify fastify-cli",
    {},
    {
      harmless: ["version", "generate", "generate-plugin", "eject", "readme"],
      verbs: ["start", "print-routes", "print-plugins"],
      valued: list(
        "-p --port -a --address -l --log-level -x --prefix -r --require -L --logging-module -T --plugin-timeout --watch-ignore --options",
      ),
    },
  ),
  runner("probot", {}, { verbs: ["run"] }),
  runner(
    "functions-framework",
    { operands: "file", options: ["--source"], defaults: ["."] },
    { valued: ["--target", "--source", "--port", "--signature-type"] },
  ),
  runner("listhen"),
  {
    names: list("typeorm typeorm-ts-node-commonjs typeorm-ts-node-esm"),
    does: "runs",
    harmless: list("entity:create subscriber:create migration:create init version"),
    valued: list("-d --dataSource -o --outDir"),
    inputs: { options: ["-d", "--dataSource"] },
  },
  {
    names: ["drizzle-kit"],
    does: "runs",
    harmless: ["up", "drop"],
    valued: list("--config --dialect --schema --out --name"),
    inputs: { options: ["--schema"], configs: ["drizzle.config"], configOptions: ["--config"], properties: ["schema"] },
  },
];
