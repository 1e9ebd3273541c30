import { formatMessage } from "../../analysis/context.js";
import { type MessageKey, messages } from "../../messages/catalogue.js";

/** Stops the build with one line instead of a stack. */
export class BuildStop extends Error {
  constructor(key: MessageKey, ...values: readonly string[]) {
    super(formatMessage(key, ...values));
    this.stack = `error TS${messages[key].code}: ${this.message}`;
  }
}
