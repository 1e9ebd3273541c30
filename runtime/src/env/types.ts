/**
 * The types of a contract's variables in the code of its module. This is plain TypeScript, so every editor shows it
 * without a plugin. The properties `importspy.…` and `typia.tag` exist only in types.
 *
 * @module
 */

type IsAny<T> = 0 extends 1 & T ? true : false;

/** `T & { [B]?: … }` → `T` */
type Without<T, B extends string> = T extends unknown
  ? B extends keyof T
    ? T extends infer R & { [K in B]?: Exclude<T[B], undefined> }
      ? R
      : never
    : T
  : never;

/** `string & Format<"uri">` → `string`. Types without a tag stay as they are: a numeric enum is not `number`. */
type Plain<T> = T extends unknown
  ? "typia.tag" extends keyof T
    ? string extends T
      ? string
      : number extends T
        ? number
        : bigint extends T
          ? bigint
          : Without<T, "typia.tag">
    : T
  : never;

/** `T` for a type without members: a text, a number, `any`. */
type Data<T, Members> =
  IsAny<T> extends true
    ? T
    : T extends string | number | bigint | boolean | null | undefined
      ? Plain<T>
      : T extends object
        ? Members
        : T;

/**
 * Frozen data inside the value of a `Json<T>`. It has a name because a type that holds itself has no other text: without
 * one, TypeScript writes `any` into declarations.
 */
export type Frozen<T> = { readonly [K in keyof T]: FrozenValue<T[K]> };

type FrozenValue<T> = T extends unknown ? Data<T, Frozen<T>> : never;

/** The value of a `Json<T>`: its own members are written out. */
type Parsed<T> = T extends unknown ? Data<T, { readonly [K in keyof T]: FrozenValue<T[K]> }> : never;

type Branded<T, B extends string> = T extends unknown ? (B extends keyof T ? T : never) : never;

type Bare<T> = Plain<Without<Without<T, "importspy.default">, "importspy.secret">>;

type Show<T> = T extends unknown
  ? "importspy.list" extends keyof T
    ? T extends { "importspy.list"?: [infer Item, string] }
      ? readonly Read<Item>[]
      : never
    : "importspy.json" extends keyof T
      ? T extends { "importspy.json"?: [infer V] }
        ? Parsed<V>
        : never
      : Plain<Without<T, "importspy.default">>
  : never;

/** The type of a variable's value. */
type Read<T> =
  IsAny<T> extends true
    ? T
    : [Branded<T, "importspy.secret">] extends [never]
      ? Show<T>
      : Hidden<Exclude<Bare<T>, undefined>> | Extract<T, undefined>;

type EnvOf<C> = C extends { env: infer E } ? E : never;
type KeyOf<E> = E extends unknown ? keyof E : never;

type Values<E, All extends PropertyKey> = E extends unknown
  ? { readonly [K in keyof E]: Read<E[K]> } & { readonly [K in Exclude<All, keyof E>]?: undefined } extends infer V
    ? { readonly [K in keyof V]: V[K] }
    : never
  : never;

/**
 * The variables of a contract, as its module reads them. With alternatives this is a union; variables of the other
 * alternatives are `undefined`.
 *
 * @example
 * ```ts
 * export const settings: Env<Contract> = env<Contract>();
 * ```
 */
export type Env<C> = IsAny<C> extends true ? C : Values<EnvOf<C>, KeyOf<EnvOf<C>>>;

/**
 * The value of a `Secret`. As text it is always `[secret]`; {@link Hidden.reveal} gives the value.
 *
 * @example
 * ```ts
 * const { STRIPE_KEY } = env<Contract>();
 * console.log(`${STRIPE_KEY}`); // [secret]
 * const stripe = new Stripe(STRIPE_KEY.reveal());
 * ```
 */
export declare class Hidden<out T> {
  /** Only in the type: distinguishes it from other types with the same methods. */
  protected readonly value: T;
  private constructor();
  /**
   * The value itself.
   *
   * @throws TypeError when the receiver holds no secret, for instance a proxy.
   */
  reveal(): T;
  toString(): "[secret]";
  toLocaleString(): "[secret]";
  toJSON(): "[secret]";
}
