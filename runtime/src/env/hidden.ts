import type { Hidden } from "./types.js";

const MASK = "[secret]";

/** Kept outside of the objects: debuggers and inspectors show private fields and variables of closures. */
const secrets = new WeakMap<object, unknown>();

const mask = () => MASK;

/** The methods of every hidden value. The second symbol controls how `Node.js` prints it. */
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
