import * as core from "../index.js";
for (const name in core) console.log(name);
