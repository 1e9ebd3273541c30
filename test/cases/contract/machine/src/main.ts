/** Which of the contracts this machine meets. What was found differs between machines, so only what was expected is told. */
import { ContractViolationError } from "importspy";

const modules = ["admitted", "os", "arch", "libc", "runtime", "runtime-union", "any-version", "packages", "optional"];

for (const name of modules) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    for (const { path, kind, expected } of error.violations) console.log(`${name}: ${path} ${kind}, expected ${expected}`);
  }
}
