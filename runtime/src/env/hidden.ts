import type { Hidden } from "./types.js";

const MASK = "[secret]";

/** Beside the objects, and not in them: debuggers and inspectors show private fields and what closures hold. */
const secrets = new WeakMap<object, unknown>();

const mask = () => MASK;

/** The methods of every hidden value. Symbols: `Node.js` prints what the second gives. */
const prototype = /* @__PURE__ */ Object.freeze({
  reveal(this: object): unknown {
    if (!secrets.has(this)) throw new TypeError("reveal() was called on something that holds no secret");
    return secrets.get(this);
  },
  toString: mask,
  toLocaleString: mask,
  toJSON: mask,
  [Symbol.toPrimitive]: mask,
  [Symbol.for("nodejs.util.inspect.custom")]: mask,
});

/** Hides a value: `hide("sk_live_1")` prints as `[secret]`. */
export function hide(value: unknown): Hidden<unknown> {
  const hidden = Object.freeze(Object.create(prototype) as object);
  secrets.set(hidden, value);
  return hidden as Hidden<unknown>;
}
