function ask(name: string, load: () => unknown): void {
  try {
    load();
    console.log(`${name}: admitted`);
  } catch (error) {
    console.log(`${name}: ${String(error).split(":", 3).join(":")}`);
  }
}
function inFunction() {
  return require("./payments").pay();
}
ask("in a function", inFunction);
if (process.argv.length > 1) ask("conditional", () => (process.argv.length ? require(`./payments`) : undefined));
ask("of the user's own", () => ((require: (name: string) => string) => require("./payments"))((name) => name));
export {};
