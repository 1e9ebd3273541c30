/**
 * Every message that a build can print, in one place. Each message has its own number (87xxx). A number never changes,
 * and is never used again for another message. docs/diagnostics.md is generated from this table.
 */
export const messages = {
  // The project.
  missingTransformProgram: {
    code: 87001,
    text: 'importspy needs `"transformProgram": true` beside `"transform": "@importspy/transformer"` in tsconfig.json; without it nothing would be guarded.',
    help: "A plain transformer sees only one file at a time. Add the option to the entry in `plugins`.",
  },
  typescriptMismatch: {
    code: 87002,
    text: "importspy compiles contracts with TypeScript {0}, but this build runs TypeScript {1}; install typescript ~{0}.",
    help: "With two versions of TypeScript in one build, generated validators would admit everything. So the build stops.",
  },
  runtimeNotInstalled: {
    code: 87003,
    text: "The guard of this file needs the package 'importspy', which cannot be resolved from here; add it to the dependencies (npm install importspy).",
    help: "Emitted guards import `importspy`, so it must be installed where the importing file can resolve it, and not only as a development dependency.",
  },
  unsupportedModuleFormat: {
    code: 87004,
    text: "importspy guards ES modules and CommonJS, but 'module' is set to {0}; use 'nodenext', 'node20', 'node16', 'commonjs', 'esnext' or 'preserve'.",
    help: "A guard cannot be added to AMD, UMD and System output.",
  },
  bundledOutput: {
    code: 87005,
    text: "importspy puts a sidecar beside each emitted file and so does not work with 'outFile'; remove it.",
    help: "Use 'outDir', and a bundler after the build.",
  },
  // The comment.
  unclosedBrace: {
    code: 87101,
    text: "The contract's '{' is not closed before the comment ends; write '@importspy { … }'.",
    help: "The type is between braces, like the type of every doc comment tag.",
  },
  missingType: {
    code: 87102,
    text: "'@importspy' states no contract here; write '@importspy { … }' with a type, or put the bare tag on an interface or a type alias.",
    help: "A bare tag makes the declaration below its comment the contract. So it needs an interface or a type alias there.",
  },
  typeWithoutBraces: {
    code: 87103,
    text: "The contract's type stands between braces; write '@importspy {{0}} …'.",
    help: "Without braces, the text after the tag is a note, and the tag has no type.",
  },
  secondComment: {
    code: 87104,
    text: "This module already has a contract comment, at line {0}; join the two, or write several '@importspy' tags in one comment for alternatives.",
    help: "A module has one contract comment, so that a reader finds the whole contract in one place.",
  },
  notAModule: {
    code: 87105,
    text: "This file is no module, so nothing can import it and its contract guards nothing; add an export (or 'export {}').",
    help: "A script is not imported, so its contract would never be checked.",
  },
  unenforcedContract: {
    code: 87108,
    text: "Nothing enforces this contract: its module was not compiled by importspy{0}. Compile it with importspy, or put the contract on 'declare module \"…\"' in a file of this program.",
    help: "Guards of importers rely on the guard of the module itself. It is missing when there is no sidecar beside the loaded JavaScript: the declaration file is written by hand, or another tool compiled the JavaScript of a package that publishes its TypeScript sources or the declarations of `emitDeclarationOnly`. If a file that imports this module is emitted all the same, it does not load.",
  },
  typeTooDeep: {
    code: 87123,
    text: "The type of this contract is nested too deeply to be read; give its parts names, and use those.",
    help: "A part of the type is in more than a hundred brackets, or its parts are nested so deeply that the compiler's stack overflows.",
  },
  typesOnly: {
    code: 87309,
    text: "This module has only types, so nothing loads it and its contract guards nothing; put the contract into the module whose code it protects.",
    help: 'TypeScript elides imports of types. A module without code that exists only for its contract is loaded by `import "./requirements.js"`; with this import there is no error.',
  },
  unbuiltContract: {
    code: 87120,
    text: "Nobody can tell yet whether this contract is enforced: {0} imports its module, but the JavaScript that it would load is not there. Build {1} first.",
    help: "Guards of importers rely on the guard of the module itself. When the other package is built, its sidecars show that importspy compiled it. A build that emits nothing (`noEmit`) does not check this.",
  },
  genericContract: {
    code: 87106,
    text: "A contract cannot have type parameters; name a concrete type: '@importspy {{0}<…>}'.",
    help: "A contract is used without type arguments, so its type parameters would have no value.",
  },
  typeGoesOn: {
    code: 87107,
    text: "The type goes on with '{0}' behind its braces, where only a note can stand; write '@importspy { … } {0} {{1}}' or put the whole type between the braces.",
    help: "Without its second half, the contract would not check what it says. Put braces around each part, or around the whole type: the note begins after the last brace.",
  },
  misspelledTag: {
    code: 87110,
    text: "'{0}' is no contract and would guard nothing; write '@importspy'.",
    help: "At the start of a line of a doc comment and with a type after it, `@ImportSpy`, `@import-spy`, `@importspi` or `@importspy:` can only mean the tag. If a module with such a tag is emitted all the same, it does not load. In prose and in code, these words are not tags.",
  },
  strayTag: {
    code: 87111,
    text: "'@importspy' guards nothing here: a contract stands in a '/** … */' comment at the top level of a module, its tag at the start of a line. Put a mere mention in backticks.",
    help: "A build reports a tag with a type that starts a line of its comment, but is in a place where it is not read: in a `//` or `/* */` comment, in a function, a class or a block. A tag inside a line may be prose. Editors show a warning for it, and `importspy doctor` lists it.",
  },
  ambientOwnFile: {
    code: 87109,
    text: "'{0}' is {1}, a file of this program; put its contract comment there.",
    help: "A contract on `declare module` is for external modules.",
  },
  replacesTypes: {
    code: 87121,
    text: "This replaces the types of '{0}', because the file has no import or export; add 'export {};' to the file, and '{0}' keeps its own types.",
    help: 'In a file without import and export, `declare module "pg" {}` declares the whole module, without any exports. In every other file, it adds to the declarations of the package.',
  },
  addsToNoTypes: {
    code: 87122,
    text: "'{0}' has no types that this could add to; write 'declare module \"{0}\";' with its contract comment in a file without import and export.",
    help: 'For a package without declarations, `declare module "pg";` makes everything imported from it `any`. To give it types, write declarations between braces, also in a file without import and export.',
  },
  // The type.
  notAContract: {
    code: 87201,
    text: "A contract is an object type with some of the fields {1}, but this is '{0}'.",
    help: 'Write `{ os: "linux"; … }`, the name of an object type, or a union of these.',
  },
  neverAdmits: {
    code: 87202,
    text: "{0} is 'never', so no environment meets it; write the types that it admits, or leave it out.",
    help: "Usually, this is an intersection of two types that exclude each other.",
  },
  onlyAbsent: {
    code: 87620,
    text: "{0} admits no value, so only an environment without it meets this; no contract can ask for that. Write the types that it admits, or leave it out.",
    help: "An optional member of type 'never' or 'undefined' may only be absent. A contract says what an environment has, not what it lacks.",
  },
  emptyContract: {
    code: 87203,
    text: "This contract asks for nothing and would guard nothing; write at least one of the fields {0}.",
    help: "Remove the tag if the module may run anywhere.",
  },
  unknownField: {
    code: 87204,
    text: "A contract has no field '{0}'; {1}",
    help: "The fields are listed in docs/contract.md.",
  },
  unknownName: {
    code: 87205,
    text: "'{0}' is no value of '{1}'; {2}",
    help: '`os` and `arch` take Node\'s names (`process.platform`, `process.arch`), `libc` is "glibc" or "musl".',
  },
  notAName: {
    code: 87206,
    text: "'{0}' takes string literals or a union of them, but this is '{1}'; write for instance {2}.",
    help: "`string` would admit every machine, and any other type would admit none.",
  },
  notAnObject: {
    code: 87207,
    text: "'{0}' takes an object type, but this is '{1}'; write for instance {2}.",
    help: "It has one member for each variable, package or runtime.",
  },
  unknownRuntime: {
    code: 87208,
    text: "'{0}' is no runtime; {1}",
    help: "The runtimes are those WinterTC runtime keys that a program can detect.",
  },
  invalidRange: {
    code: 87209,
    text: '\'{0}\' is not a semver range; write for instance ">=20.11" or "^8.11".',
    help: "Ranges have the syntax of npm's semver.",
  },
  notARange: {
    code: 87210,
    text: "'{0}' takes a semver range as a string literal{2}, but this is '{1}'; write for instance \">=20.11\".",
    help: '`true` means any version of a runtime. For any version of a package, write "*".',
  },
  invalidPackageName: {
    code: 87211,
    text: "'{0}' is no name of an npm package; write for instance 'pg' or '@scope/name'.",
    help: "Write the name in the package's package.json, not the path of a file in it.",
  },
  notFromEnvironment: {
    code: 87212,
    text: "The variable '{0}' cannot have the type '{1}': the environment holds text; use string, number, bigint, boolean, literals, template literals, tags, Secret, List or Json.",
    help: "Objects, functions, symbols and null cannot be read from text.",
  },
  unsupportedTag: {
    code: 87213,
    text: "No validator can be generated for '{0}': {1}",
    help: "A tag takes literals, must fit the type beside it, and may be used only once. A tag that cannot be checked is an error; it is never ignored.",
  },
  indexSignature: {
    code: 87214,
    text: "'{0}' must name its members one by one, and an index signature names none; write for instance {1}.",
    help: "`Record<string, …>` names no members, so there is nothing to check.",
  },
  unknownImporterMember: {
    code: 87216,
    text: "'importer' has no member '{0}'; {1}",
    help: "`package` is the importing file's package, `module` is its path in that package, and `exports` is the type of its exports.",
  },
  notAPattern: {
    code: 87217,
    text: "'importer.{0}' takes string literals, template literals or a union of them, but this is '{1}'; write for instance `src/billing/${string}`.",
    help: "Template literal types are the patterns; `Not<…>` excludes texts.",
  },
  unmatchedPattern: {
    code: 87218,
    text: "No file of this package has a path of the type {0}, and no other package is admitted, so nothing could ever import this module.",
    help: "A path starts at the folder of package.json, has `/` and the extension of the source. Add `package` to admit other packages.",
  },
  impossiblePath: {
    code: 87230,
    text: "No file has a path of the type {0}: {1}.",
    help: "The patterns of `importer.module` are types: `src/billing/${string}` matches every path with this beginning. A path starts at the folder of package.json, has `/` and the extension of the source.",
  },
  impossibleName: {
    code: 87621,
    text: "No package has a name of the type {0}: {1}.",
    help: "The patterns of `importer.package` are types: `` `@acme/${string}` `` matches every package of this scope.",
  },
  emptyField: {
    code: 87219,
    text: "'{0}' names nothing and so asks for nothing; write for instance {1}.",
    help: "Remove the field if there is nothing to check.",
  },
  tagAlone: {
    code: 87220,
    text: "'{1}' is a tag, and says what a type beside it must be like; write '{0}: {2} & {1}'.",
    help: 'A tag restricts the type beside it: `string & Format<"uri">`, `number & Maximum<65535>`.',
  },
  mistakeElsewhere: {
    code: 87221,
    text: "A type that this contract is made of has a mistake in another file: {0}",
    help: "With an unresolved type, the contract would check less than it says.",
  },
  invalidVariableName: {
    code: 87222,
    text: "No environment has a variable '{0}': a name is a text, not empty, without '=' and without control characters; write for instance 'PORT'.",
    help: "Symbols and private members of a class are not names of variables. A module with such a condition could not be loaded anywhere.",
  },
  roundedNumber: {
    code: 87223,
    text: "TypeScript reads '{0}' as {1}, the nearest number that it has, and so the contract would ask for that; write {1}, or use bigint, which holds every integer.",
    help: "Numbers are 64-bit floats with about 16 digits. The text of a variable is compared exactly, so a rounded limit would differ from the written one.",
  },
  emptyRange: {
    code: 87231,
    text: "No version is in the range '{0}', so nothing meets it; write a range that has one, for instance \">=20.11 <23\".",
    help: "Comparators with a space between them must all hold. Of ranges with `||` between them, one must hold.",
  },
  versionlessRuntime: {
    code: 87232,
    text: "'{0}' does not tell its version, so '{1}' never holds; write 'true', which admits every version.",
    help: "workerd, edge-light and browsers have no version that could be compared with a range.",
  },
  neverTogether: {
    code: 87233,
    text: "No environment meets both {0} and {1}: {2}.",
    help: "All conditions of one alternative must hold together. To admit one of several systems or runtimes, write a union or several `@importspy` tags.",
  },
  coveredAlternative: {
    code: 87234,
    text: "Alternative {0} admits nothing but what {1}; remove it, or ask for more in {2}.",
    help: "One alternative is enough to admit, so a stricter one beside it has no effect. If the module reads `env<C>()`, only earlier alternatives count, because the first one that holds gives the values.",
  },
  notAQuantity: {
    code: 87240,
    text: "'{0}' takes {1}, but this is '{2}'; write for instance {3}.",
    help: "The field is compared with an amount of the machine.",
  },
  tooManyAlternatives: {
    code: 87215,
    text: "The unions of this contract multiply to {0} alternatives, more than {1}; write the alternatives out with several '@importspy' tags.",
    help: "Unions inside `env` and `packages` are expanded to alternatives of the contract.",
  },
  // Who imports.
  importerNotAdmitted: {
    code: 87301,
    text: "{0} may not import {1}: its contract admits {2}.{3}",
    help: "The importing file's path or package does not match the contract's `importer`.",
  },
  importerNotAdmittedThrough: {
    code: 87302,
    text: "{0} reaches {1} through {4}, but may not import it: its contract admits {2}.{3}",
    help: "An import through a re-export counts as an import of the contracted module.",
  },
  exportsDoNotFit: {
    code: 87303,
    text: "{0} may not import {1}: its contract asks for other exports of its importers.{2}",
    help: "The importing module's exports must be assignable to the type of `importer.exports`.",
  },
  admittedHere: {
    code: 87304,
    text: "The contract of {0} says here who may import it.",
    help: "Related information of the errors above.",
  },
  packageNotDeclared: {
    code: 87305,
    text: "{4} imports {1} and so needs the package '{2}' ({3}), but {0} does not declare it; add it to its dependencies.",
    help: "The contract's `packages` is compared with the package.json of the importing file.",
  },
  packageRangeExcluded: {
    code: 87306,
    text: "{0} declares '{2}' as {4}, which has no version in common with {3} that {1} needs.",
    help: "The contract's `packages` is compared with the ranges in the package.json of the importing file.",
  },
  enginesExcluded: {
    code: 87307,
    text: "{0} declares engines.node {3}, which has no version in common with {2} that {1} needs.",
    help: "The contract's `runtime.node` is compared with `engines.node` in the package.json of the importing file.",
  },
  platformExcluded: {
    code: 87308,
    text: "{0} declares {2} {4}, which excludes {3} that {1} needs.",
    help: "The contract's `os` and `arch` are compared with `os` and `cpu` in the package.json of the importing file.",
  },
  notALegacyList: {
    code: 87540,
    text: 'A list of legacy modules names files one by one, but this is \'{0}\'; write for instance Legacy<"src/a.ts" | "src/b.ts">.',
    help: "`Legacy` lists modules by their paths from package.json. For modules of another package, its name is the second argument.",
  },
  needlessLegacy: {
    code: 87541,
    text: "'{0}' is listed as a legacy module and need not be: {1}. Take it off the list; 'importspy adopt' does so.",
    help: "A list of legacy modules may only get shorter.",
  },
  chainNeverHolds: {
    code: 87310,
    text: "{0} imports {1}{2}, but no environment meets the contracts of both: {0} asks for {3}, and {1} for {4}.",
    help: "A module is loaded together with everything that it imports, also through files without a contract. Import the other module with `import()` where it is needed, or change one contract so that both can hold.",
  },
  askedHere: {
    code: 87311,
    text: "{0} asks for {1} here.",
    help: "Related information of the error above.",
  },
  // Rollup, Rolldown and Vite.
  misplacedVerdict: {
    code: 87400,
    text: "This output cannot be guarded: {0}. To fix it, {1}.",
    help: "The modules before a guard in the sources must run before it, and those after it must run after it. The plugin splits bundles at each guard. It is an error if another plugin or an option joins these parts again.",
  },
  neverInTarget: {
    code: 87401,
    text: "{0} cannot be loaded in {1}: its contract asks for {2}. It is reached by {3}.",
    help: "A build for browsers or workers knows where its output will run. Import the module only from server code, or add an alternative to its contract. If the build is for something else, set the target: with the bundler's own option (esbuild's `platform`, webpack's and Bun's `target`), or with `importspy({ target: … })`.",
  },
  variableNotInlined: {
    code: 87402,
    text: "{0} asks for the variable '{1}', which is not put into client code: that is done for variables {2}. It is reached by {3}.",
    help: "Browsers have no environment variables. A bundler replaces `import.meta.env.VITE_X`, and names in `define`, by their values when it builds client code.",
  },
  noConfig: {
    code: 87403,
    text: 'This project has contracts, but no tsconfig.json at {0} or above it; write one, or say where it is: importspy({ tsconfig: "…" }).',
    help: "Contracts are types, and a tsconfig.json is needed to read them.",
  },
  unreadableConfig: {
    code: 87404,
    text: "The project cannot be guarded, because {0} cannot be read: {1}",
    help: "TypeScript must be able to read tsconfig.json. Without it, the contracts are unknown.",
  },
  pluginTwice: {
    code: 87405,
    text: "The plugin of importspy is twice among the plugins of this build; remove one of them.",
    help: "The second plugin would get code that the first one has already guarded. In Vite, esbuild, webpack and Rspack, a second plugin does nothing.",
  },
  // The output of a bundler.
  hoistedExternal: {
    code: 87420,
    text: "This output cannot guard {0}: {1}, which {2} imports, stays external, and an ES module evaluates what is external before every guard in it. Bundle {1}, or {3}.",
    help: "Nothing that a contracted module imports may run before its guard. An ES module loads all external modules first.",
  },
  guardDropped: {
    code: 87421,
    text: "{0} is in the output, but its guard is not; look for another plugin that resolves or loads '{0}?importspy'.",
    help: "Each contracted module in a bundle needs its sidecar there. The output is removed.",
  },
  loadedByOther: {
    code: 87422,
    text: "{0} needs a guard, but another plugin has loaded it first; put importspy before the other plugins.",
    help: "esbuild and Bun ask the plugins in order for a file's text, and use the first answer.",
  },
  unguardableOutput: {
    code: 87423,
    text: "{1} cannot keep guards in order with {2}, and {0} needs one; {3}, or build with 'importspy build' first.",
    help: "In this output, the guard would run after modules that must come after it. So the build stops.",
  },
  hostTooOld: {
    code: 87670,
    text: "importspy needs {0} {1} or later to guard a bundle; this one is {2}.",
    help: "An older bundler lacks hooks that are needed to keep the order of guards. Update it, or bundle the output of `importspy build`.",
  },
  // What a contract gives its module.
  envWithoutContract: {
    code: 87501,
    text: "This module has no contract{0}, so env() has nothing to give; write one, or read the variables where one is.",
    help: "`env<C>()` returns the variables that the guard of its own module has read and validated.",
  },
  envWithoutType: {
    code: 87502,
    text: "env() does not say whose variables it gives; write env<Contract>(), with the name of this module's contract.",
    help: "The type argument gives the variables their types. To name a contract that is written in braces, move it to an `interface` with a bare `@importspy`.",
  },
  envOfAnotherContract: {
    code: 87503,
    text: "'{0}' is not the contract of this module; write env<{1}>().",
    help: "A module reads the variables that its own guard has validated. Another module can export its variables.",
  },
  envNotCalled: {
    code: 87504,
    text: "'env' of importspy can only be called, as env<Contract>(): a build replaces the call.",
    help: "If the function is passed on, stored or exported, a build cannot see which contract a call is for.",
  },
  importersWithoutContract: {
    code: 87512,
    text: "This module has no contract{0}, so importers() has nobody to give; write one.",
    help: "`importers<C>()` returns the importers of its own module that the contract has admitted.",
  },
  importersWithoutType: {
    code: 87513,
    text: "importers() does not say whose importers it gives; write importers<Contract>(), with the name of this module's contract.",
    help: "The type argument gives the exports of importers their types.",
  },
  importersOfAnotherContract: {
    code: 87514,
    text: "'{0}' is not the contract of this module; write importers<{1}>().",
    help: "A module can list only its own importers. Another module can export its list.",
  },
  importersNotCalled: {
    code: 87515,
    text: "'importers' of importspy can only be called, as importers<Contract>(): a build replaces the call.",
    help: "If the function is passed on, stored or exported, a build cannot see which contract a call is for.",
  },
  importerAwaited: {
    code: 87516,
    text: "This waits for ever: the importer is not evaluated before this module is, and this module waits for the importer. Call load() in a function, which somebody calls later.",
    help: "A module that imports this one is evaluated after it. A top-level `await` of its exports would never end.",
  },
  invalidDefault: {
    code: 87510,
    text: "The default of '{0}' is not of its type: {1}.",
    help: "A default replaces a variable that is not set. It is read and validated like a variable: `number & Maximum<65535> & Default<3000>`.",
  },
  notAValue: {
    code: 87511,
    text: "'{0}' cannot be '{1}': {2}.",
    help: "`List` and `Json` are the whole type of a variable. A secret cannot have a `Default`. List items are strings, numbers and booleans. `Json` has only values that `JSON.parse` can return.",
  },
  loadWithoutType: {
    code: 87601,
    text: "load() does not say what the module must export; write load<Plugin>(…), with the type of its exports.",
    help: "`load<T>()` validates the module's exports against `T` when it is loaded. The type of the variable that gets the result is not used.",
  },
  loadOfAnything: {
    code: 87602,
    text: "'{0}' says nothing of what the module exports; write the type of its exports.",
    help: "Every module has the types `any` and `unknown`. Use `import()` to load a module without validating it.",
  },
  loadNotCalled: {
    code: 87603,
    text: "'load' of importspy can only be called, as load<Plugin>(…): a build replaces the call.",
    help: "If the function is passed on, stored or exported, a build cannot see the type of a call. A function that contains the call is fine.",
  },
  loadOfParameter: {
    code: 87604,
    text: "'{0}' is another type at each call, so no validator can be generated for it; call load<…>() where the type is known.",
    help: "Type parameters of functions and classes do not exist at run time. Pass a function that loads instead: `(specifier) => load<Plugin>(specifier)`.",
  },
  uncheckableExports: {
    code: 87605,
    text: "A module cannot be validated as '{0}': {1}.",
    help: "A type is checked exactly or not at all. Write an interface with the exports that you use.",
  },
  loadAwaited: {
    code: 87606,
    text: "This waits for ever: {0} imports this module, so it is not evaluated before this module is, and this module waits for it. Call load() in a function, which somebody calls later.",
    help: "A top-level `await` of a module that imports this file, directly or through other modules, ends the process with exit code 13.",
  },
  packageShape: {
    code: 87607,
    text: "'{0}' as it is installed has not the exports that are asked of it: {1}.",
    help: "With `Package<Range, Shape>`, the declarations of the installed package must be assignable to the shape, and the loaded package must have it.",
  },
  shapeForExternal: {
    code: 87608,
    text: "A contract on 'declare module' cannot ask for the exports of another package; write its range alone.",
    help: "The guard of an external module is in its importers. They do not load other packages for it.",
  },
  optionalShape: {
    code: 87609,
    text: "'{0}' may be absent, but an ES module has to import it to validate its exports; ask for it without '?', or write its range alone.",
    help: "In CommonJS, the guard loads an optional package if it is installed.",
  },
  undeclaredVariable: {
    code: 87520,
    text: "This module reads the variable '{0}', which its contract does not have; add it to the 'env' of the contract.",
    help: "A contract with `env` lists the variables that its module reads. `NODE_ENV` and the variables that Vite defines (`MODE`, `DEV`, `PROD`, `SSR`, `BASE_URL` of `import.meta.env`) need not be listed.",
  },
} as const;

/** Name of a message in the catalogue. */
export type MessageKey = keyof typeof messages;
