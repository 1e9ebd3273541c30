import { pay } from "../payments.js";

pay("c");
