// Another transformer: writes module specifiers like "@/x" as relative paths, also in calls of import().
const path = require("node:path/posix");
const ts = require("typescript");
module.exports.default = (program) => (context) => (file) => {
  const { factory } = context;
  const folder = path.join(path.dirname(program.getCompilerOptions().configFilePath), "src");
  const rewrite = (specifier) => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith("@/")) return specifier;
    const to = path.relative(path.dirname(file.fileName), path.join(folder, specifier.text.slice(2)));
    return factory.createStringLiteral(`./${to}.js`);
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      const { modifiers, importClause, moduleSpecifier, attributes } = node;
      return factory.updateImportDeclaration(node, modifiers, importClause, rewrite(moduleSpecifier), attributes);
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = node;
      return factory.updateExportDeclaration(node, modifiers, isTypeOnly, exportClause, rewrite(moduleSpecifier), attributes);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return factory.updateCallExpression(node, node.expression, undefined, node.arguments.map(rewrite));
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitNode(file, visit);
};
