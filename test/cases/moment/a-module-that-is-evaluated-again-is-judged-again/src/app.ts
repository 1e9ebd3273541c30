import { token } from "./config";
export const greet = () => token;
