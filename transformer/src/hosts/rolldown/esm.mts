/** The plugin of Rolldown for ES modules: `import importspy from "@importspy/transformer/rolldown"`. */
import importspy from "./index.js";

export type Options = importspy.Options;
export default importspy;
