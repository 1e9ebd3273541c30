import { ContractViolationError } from "importspy";

for (const name of ["first", "on-import", "before-import", "end-of-file", "behind-code", "between-statements", "on-function", "only-the-comment", "behind-lookalikes", "crlf", "no-stars", "byte-order-mark", "unicode", "alternatives", "union-behind-brace", "behind-decorator", "behind-export", "odd-names"]) {
  try {
    await import(`./${name}.js`);
    console.log(`${name}: admitted`);
  } catch (error) {
    if (!(error instanceof ContractViolationError)) throw error;
    const { contract, violations } = error;
    const paths = violations.map(({ path, alternative }) => `${alternative} ${path}`).join(", ");
    console.log(`${name}: ${paths}; line ${contract.line}, note ${JSON.stringify(contract.note)}`);
  }
}
