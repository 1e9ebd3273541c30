/** The plugin of Vite for ES modules: `import importspy from "@importspy/transformer/vite"`. */
import importspy from "./index.js";

export type Options = importspy.Options;
export default importspy;
