"use client";
"use strict";

/** What it is. */
import { pay } from "./payments.js";
export const paid = pay();
