import { ContractViolationError } from "importspy";

for (const name of ["kinds", "literals", "templates", "tags", "secrets", "alternatives"]) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    for (const { path, kind, hint, alternative } of error.violations) console.log(`${name}: ${alternative} ${path} ${kind}, ${hint}`);
  }
}
