import * as importspy_1 from "./import-equals.importspy.js";
importspy_1.$importspy();
import { createRequire as _createRequire } from "module";
const __require = _createRequire(import.meta.url);
const ledger = importspy_1.$importspy(0, () => __require("./ledger.cjs"));
console.log("import-equals:", ledger.book());
