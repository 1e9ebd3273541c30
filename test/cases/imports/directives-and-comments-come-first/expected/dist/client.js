"use client";
"use strict";
import * as importspy_1 from "./client.importspy.js";
importspy_1.$importspy();
/** What it is. */
import { pay } from "./payments.js";
export const paid = pay();
