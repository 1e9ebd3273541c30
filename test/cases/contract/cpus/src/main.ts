import { ContractViolationError } from "importspy";

for (const name of ["enough", "too-much", "optional"]) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    // What was found is a detail of the machine.
    const { violations } = error;
    console.log(`${name}: ${violations.map(({ path, kind, expected }) => `${path} ${kind}: expected ${expected}`).join("; ")}`);
  }
}
