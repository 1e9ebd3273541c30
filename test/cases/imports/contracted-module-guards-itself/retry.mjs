const attempt = (specifier) =>
  import(specifier).then(
    () => console.log(specifier, "admitted"),
    (error) => console.log(specifier, String(error).split(":", 3).join(":")),
  );
for (let round = 0; round < 2; round++) {
  await attempt("./dist/payments.mjs");
  await attempt("./dist/importer.mjs");
  await attempt("./dist/ledger.cjs");
  await attempt("./dist/importer.cjs");
}
