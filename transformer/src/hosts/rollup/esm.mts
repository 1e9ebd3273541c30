/** The plugin of Rollup for ES modules: `import importspy from "@importspy/transformer/rollup"`. */
import importspy from "./index.js";

export type Options = importspy.Options;
export default importspy;
