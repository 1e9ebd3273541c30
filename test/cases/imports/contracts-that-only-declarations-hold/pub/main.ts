// A name is required.
import { say } from "lib";
export const said = say("hello");
