// Another transformer: writes every greeting in capitals.
const ts = require("typescript");
module.exports.default = () => (context) => (file) => {
  const visit = (node) =>
    ts.isStringLiteral(node) && node.text.startsWith("hello")
      ? context.factory.createStringLiteral(node.text.toUpperCase())
      : ts.visitEachChild(node, visit, context);
  return ts.visitNode(file, visit);
};
