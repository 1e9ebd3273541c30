import * as importspy_1 from "./page.importspy.js";
importspy_1.$importspy();
import { jsx as _jsx } from "#jsx/jsx-runtime";
/** @importspy { env: { TOKEN: Secret } } */
console.log("page: evaluated");
export const page = _jsx("h1", { title: "a", children: "text" });
