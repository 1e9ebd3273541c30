/** @importspy { env: { TOKEN: Secret } } */
const journal = require("./journal");
exports.open = () => journal.name;
