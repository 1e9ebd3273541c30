import type { Plugin } from "rollup";
import { BundlerError } from "../bundler/errors.js";
import { createBundlerGuards } from "../bundler/guards.js";
import { toPath } from "../bundler/ids.js";
import type { InlinedVariables } from "../bundler/inlined.js";
import type { BundlerOptions } from "../bundler/options.js";
import { BROWSER, type Target, targetOf } from "../bundler/targets.js";
import { messageText } from "../bundler/texts.js";
import { type Build, createBuild, type Family, startAgain } from "./family.js";
import { createFamilyPlugin } from "./plugin.js";
import { createRecord } from "./record.js";
import { builtImportersOf, findProblems, replacedVariables, sidecarCodesOf } from "./targets.js";

/** What is read of Rolldown's options. */
interface RolldownOptions {
  readonly platform?: string;
  readonly define?: Readonly<Record<string, string>>;
  readonly transform?: { readonly define?: Readonly<Record<string, string>> };
}

/** The builds of one plugin: one after the other, with the same guards while a bundler watches. */
interface Session {
  readonly family: Family;
  /** A build begins. */
  start(): void;
  /** A file changed. */
  change(id: string): void;
  /** Nothing is built any more. */
  end(): void;
}

/** Opens the session of a plugin. */
function openSession(name: Family["name"], options: BundlerOptions = {}): Session {
  const root = toPath(process.cwd());
  const record = createRecord();
  let build: Build | undefined;
  const changed = new Set<string>();
  const current = (): Build => {
    build ??= createBuild(createBundlerGuards(root, options), root, false);
    return build;
  };
  let target: Target | undefined;
  let variables: InlinedVariables | undefined;
  let codes: readonly string[] = [];
  return {
    family: {
      name,
      record,
      buildOf: () => current(),
      configure(_context, given) {
        const { platform, define, transform } = given as RolldownOptions;
        // What Rolldown supposes by itself says nothing of where the output will run.
        target = targetOf(options, platform === "browser" ? BROWSER : undefined);
        variables = target && replacedVariables({ ...define, ...transform?.define }, () => codes);
      },
      inlinedFor: () => variables,
      problemsInTarget(context, build, ids) {
        if (!target) return [];
        codes = sidecarCodesOf(context);
        return findProblems(build, ids, target, variables, builtImportersOf(context));
      },
    },
    start() {
      if (changed.size) current().guards.update([...changed]);
      changed.clear();
      record.clear();
      if (build) startAgain(build);
    },
    change: (id) => void changed.add(id),
    end() {
      build?.guards.dispose();
      build = undefined;
    },
  };
}

/**
 * Makes the plugin of Rollup or Rolldown, which have the same hooks.
 *
 * @param name - The bundler.
 * @param options - What the user said.
 */
export function createSessionPlugin(name: Family["name"], options: BundlerOptions | undefined): Plugin {
  const session = openSession(name, options);
  return {
    ...createFamilyPlugin(session.family),
    buildStart({ plugins }) {
      if (plugins.filter((each) => each.name === "importspy").length > 1) {
        this.error(new BundlerError(messageText("pluginTwice")));
      }
      session.start();
    },
    watchChange: (id) => session.change(id),
    closeWatcher: () => session.end(),
    closeBundle() {
      if (!this.meta.watchMode) session.end();
    },
  };
}
