import "./elided-first.js";
import "./kept.js";
import "./on-interface.js";
import "./on-unexported.js";
import "./detached.js";
import "./references.js";
console.log("consumer");
