import "./plugins/web.js";
import { startAll } from "./host.js";

await startAll(8080);
