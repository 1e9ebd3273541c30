import * as importspy_1 from "./config.importspy.js";
importspy_1.$importspy();
export const port = importspy_1.$env().PORT;
