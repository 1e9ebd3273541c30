import { ContractViolationError, load } from "importspy";

interface Plugin {
  name: string;
  run(task: string): string;
}
interface Callable {
  (task: string): string;
  version: string;
}
async function main() {
  for (const name of ["plain.cjs", "computed.cjs", "transpiled.cjs", "module.mjs", "wrong.cjs"]) {
    try {
      const plugin = await load<Plugin>(`../m/${name}`);
      console.log(plugin.name, plugin.run("x"));
    } catch (error) {
      console.log(error instanceof ContractViolationError && error.message);
    }
  }
  console.log((await load<Plugin & { default: { name: string } }>("../m/transpiled.cjs")).default.name);
  console.log((await load<{ default: Callable }>("../m/function.cjs")).default("called"));
  console.log((await load<Callable>("../m/function.cjs"))("called"));
}
void main();
