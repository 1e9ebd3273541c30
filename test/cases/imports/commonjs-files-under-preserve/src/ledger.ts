/** @importspy { env: { TOKEN: Secret } } */
import journal = require("./journal");

const ledger = { book: () => journal.name };
export = ledger;
