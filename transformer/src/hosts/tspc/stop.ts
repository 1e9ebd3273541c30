import { formatMessage } from "../../analysis/context.js";
import { type MessageKey, messages } from "../../messages/catalogue.js";

/** Stops the build with a one-line message instead of a stack trace. */
export class BuildStop extends Error {
  constructor(key: MessageKey, ...values: readonly string[]) {
    super(formatMessage(key, ...values));
    this.stack = `error TS${messages[key].code}: ${this.message}`;
  }
}
