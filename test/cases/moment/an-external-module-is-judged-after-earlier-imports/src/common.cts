import "./load-env-common.cjs";
import { old } from "old";
import again = require("old");
export * from "old";

console.log("common:", old, again.old);
