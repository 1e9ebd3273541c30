import { load } from "importspy";

/** The structures that the examples of ImportSpy (Python) ask for, as types. */
interface Extension {
  engine: "docker";
  plugin_name: "plugin name";
  plugin_description: "plugin description";
  Extension: {
    new (): { add_extension(msg: string): string; remove_extension(): void; http_get_request(): void; extension_instance_name: string };
    extension_name: "extension_value";
  };
  Foo: new () => { get_bar(): void };
}
/** As a module that is there says it: with the superclass, which no type of an object has. */
type Compliant = typeof import("./compliant.js");
interface Structural {
  MODE: "production";
  process(amount: number): string;
  Plugin: { new (): { run(request: string): string }; name: "payments" };
}
/** docs/contracts/examples.md and the README. */
interface Documented {
  author: "Luca Atella";
  mode: "production";
  analyze(data: string[], verbose: boolean): object;
  TaskManager: { new (): { reset(): void }; tasks: string[]; state: string };
  initialize(config: object): void;
  Plugin: new () => { run(): void };
}
async function attempt(title: string, promise: Promise<object>): Promise<void> {
  try {
    console.log(`${title}:`, Object.keys(await promise).sort().join(" "));
  } catch (error) {
    console.log(`${title}:`, (error as Error).message);
  }
}
await attempt("extension", load<Extension>("./compliant.js"));
await attempt("extension, by the module's own type", load<Compliant>("./compliant.js"));
await attempt("another extension", load<Extension>("./other.js"));
await attempt("another extension, by the module's type", load<Compliant>("./other.js"));
await attempt("structural plugin", load<Structural>("./structural.js"));
await attempt("structural plugin of another kind", load<Structural>("./structural-other.js"));
await attempt("documented", load<Documented>("./documented.js"));
await attempt("documented, by the module's own type", load<typeof import("./documented.js")>("./documented.js"));
await attempt("another documented", load<Documented>("./documented-other.js"));
await attempt("another documented, by the module's type", load<typeof import("./documented.js")>("./documented-other.js"));
