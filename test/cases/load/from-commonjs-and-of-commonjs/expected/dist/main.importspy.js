// importspy 0.1.0 sha256:feb61b87eebd8c4ad6bce182f0b0017ef91cab6f24b568c47287be8589504378
"use strict";
const { guardCommonJs } = require("importspy/dist/guard.cjs");
const { load } = require("importspy/dist/load.cjs");
exports.$load = load(
{"module":"src/main.ts","package":"app"},
[{"line":14,"shapes":[{"kind":"ref","to":1},{"kind":"object","members":[{"name":"name","shape":{"kind":"string","expected":"a string"}},{"name":"run","shape":{"kind":"ref","to":2}}]},{"kind":"function","parameters":[1,1]}]},{"line":20,"shapes":[{"kind":"ref","to":1},{"kind":"object","members":[{"name":"name","shape":{"kind":"string","expected":"a string"}},{"name":"run","shape":{"kind":"ref","to":2}},{"name":"default","shape":{"kind":"ref","to":3}}]},{"kind":"function","parameters":[1,1]},{"kind":"object","members":[{"name":"name","shape":{"kind":"string","expected":"a string"}}]}]},{"line":21,"shapes":[{"kind":"ref","to":1},{"kind":"object","members":[{"name":"default","shape":{"kind":"ref","to":2}}]},{"kind":"function","parameters":[1,1],"members":[{"name":"version","shape":{"kind":"string","expected":"a string"}}]}]},{"line":22,"shapes":[{"kind":"ref","to":1},{"kind":"function","parameters":[1,1],"members":[{"name":"version","shape":{"kind":"string","expected":"a string"}}]}]}],
[],
(specifier) => import(/* webpackIgnore: true */ /* @vite-ignore */ specifier),
__filename,
);
exports.$importspy = guardCommonJs();
