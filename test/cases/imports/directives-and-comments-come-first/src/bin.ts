#!/usr/bin/env node
/*! Copyright the authors. MIT. */
"use strict";
import { pay } from "./payments.js";
console.log(pay());
