import "./load-env.js";

console.log("dynamic:", typeof (await import("pg")).Pool);
