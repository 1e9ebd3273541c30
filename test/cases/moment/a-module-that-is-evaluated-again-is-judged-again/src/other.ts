import { secret } from "./private";
export const other = secret;
