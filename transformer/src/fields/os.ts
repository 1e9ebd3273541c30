import { checkName } from "../check/names.js";
import type { FieldTyping } from "./field.js";

export const typing: FieldTyping = {
  check: (context, member) => [{ conditions: checkName(context, member) }],
  listedAs: "os",
};
