import { pay } from "../payments.js";

pay("b");
