/** Which of the contracts this machine meets. What was found differs between machines, so only what was expected is told. */
import { ContractViolationError } from "importspy";

// Names that no build sees: else package.json would have to declare the packages that are asked for.
for (const name of process.argv.slice(2)) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    for (const { path, kind, expected } of error.violations) console.log(`${name}: ${path} ${kind}, expected ${expected}`);
  }
}
