/** Next.js for ES modules: `import withImportspy from "@importspy/transformer/next"`. */
import withImportspy from "./next.js";

export type Options = withImportspy.Options;
export default withImportspy;
export { withImportspy };
