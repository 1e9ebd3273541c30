import type { MessageKey } from "../../messages/catalogue.js";

/**
 * A message without a place, as tspc would print it.
 *
 * @param key - Its key in the catalogue.
 * @param values - What it is about.
 * @returns `error TS87420: …`
 */
export function messageText(key: MessageKey, ...values: readonly string[]): string {
  // Most builds have nothing to say.
  const { messages } = require("../../messages/catalogue.js") as typeof import("../../messages/catalogue.js");
  const { formatMessage } = require("../../analysis/context.js") as typeof import("../../analysis/context.js");
  return `error TS${messages[key].code}: ${formatMessage(key, ...values)}`;
}
