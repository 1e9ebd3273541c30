import { ContractViolationError } from "importspy";

const modules = ["imported", "import-type", "local", "generic", "mapped", "shadowed", "value", "bare", "bare-alias", "joined", "class"];
for (const name of modules) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    const { contract, violations } = error;
    console.log(`${name}: ${violations.map(({ path, expected }) => `${path}: ${expected}`).join("; ")}; line ${contract.line}, note ${contract.note}`);
  }
}
