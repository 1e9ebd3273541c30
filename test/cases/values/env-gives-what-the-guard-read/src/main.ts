import * as config from "./config.js";

const { port, origins, beta, limits, big, ids, on, level, url, key } = config;
console.log(port + 1, origins.length, beta, limits.length, typeof big, ids, on, level, typeof url);
console.log(`${key}`, JSON.stringify({ key }), key, key.reveal().length);
console.log(config.isFrozen(), config.isOne());
