/**
 * @import { X } from "x"
 * @imports { X }
 * @importance {high}
 * @important { very }
 * @importKey { a: 1 }
 * @importBy { a: 1 }
 * @imported {X}
 * @importspyed { os: "haiku" }
 * @importspy/transformer { os: "haiku" }
 * @importSpy without a type, and {@link a}
 * @ImportSpy {@link a}
 * Prose with @importSpy { os: "haiku" } and `@importspi { os: "haiku" }`.
 * ```
 * @importspi { os: "haiku" }
 * ```
 */
export const a = "evaluated";
/* @importspi { os: "haiku" } */
