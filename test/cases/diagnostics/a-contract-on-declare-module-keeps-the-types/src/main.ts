import { parse } from "typed";
import untyped from "untyped";
console.log(parse("a"), untyped.parse("b"));
