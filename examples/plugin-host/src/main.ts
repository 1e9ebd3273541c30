import "./plugins/web.js";
import { startAll, startNamed } from "./host.js";

await startAll(8080);
for (const name of process.argv.slice(2)) await startNamed(name, 8081);
