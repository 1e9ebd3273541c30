import { formatMessage } from "../../analysis/context.js";
import { type MessageKey, messages } from "../../messages/catalogue.js";

/**
 * A message without a place, as tspc would print it.
 *
 * @param key - Its key in the catalogue.
 * @param values - What it is about.
 * @returns `error TS87420: …`
 */
export function messageText(key: MessageKey, ...values: readonly string[]): string {
  return `error TS${messages[key].code}: ${formatMessage(key, ...values)}`;
}
