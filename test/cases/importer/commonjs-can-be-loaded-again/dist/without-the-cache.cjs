require("./billing/charge.js");
for (const name of Object.keys(require.cache)) delete require.cache[name];
require("./billing/charge.js");
