// Prints the files of the given folders.
import { readdirSync } from "node:fs";
for (const folder of process.argv.slice(2)) console.log(`${folder}:`, readdirSync(folder).sort().join(" "));
