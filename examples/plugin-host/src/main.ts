import web from "./plugins/web.js";

await web.start(8080);
