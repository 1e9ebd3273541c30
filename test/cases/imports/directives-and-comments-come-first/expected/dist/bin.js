#!/usr/bin/env node
/*! Copyright the authors. MIT. */
"use strict";
import * as importspy_1 from "./bin.importspy.js";
importspy_1.$importspy();
import { pay } from "./payments.js";
console.log(pay());
