import { secret } from "./private";
export const user = secret;
