import * as core from "../index.js";
export { core };
