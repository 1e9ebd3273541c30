// Another transformer: prints each file and parses what it printed.
const ts = require("typescript");
module.exports.default = () => () => (file) => {
  const text = ts.createPrinter().printFile(file);
  return ts.createSourceFile(file.fileName, text, file.languageVersion, true);
};
