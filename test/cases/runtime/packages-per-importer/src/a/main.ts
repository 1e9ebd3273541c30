import { pay } from "../payments.js";

pay("a");
