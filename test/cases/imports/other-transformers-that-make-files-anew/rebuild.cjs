// Another transformer: makes each import anew, so that TypeScript elides none of them.
const ts = require("typescript");
module.exports.default = () => (context) => (file) => {
  const { factory } = context;
  const visit = (node) => {
    if (!ts.isImportDeclaration(node) || !node.importClause?.namedBindings) return node;
    const { name, namedBindings } = node.importClause;
    const elements = namedBindings.elements.map((each) => factory.createImportSpecifier(false, each.propertyName, each.name));
    const clause = factory.createImportClause(undefined, name, factory.createNamedImports(elements));
    return factory.updateImportDeclaration(node, node.modifiers, clause, node.moduleSpecifier, node.attributes);
  };
  return ts.visitEachChild(file, visit, context);
};
