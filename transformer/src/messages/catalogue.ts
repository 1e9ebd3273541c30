/**
 * Every message that a build can print, in one place. Numbers are ours (87xxx), stay with their message for ever,
 * and are never used again; docs/diagnostics.md is generated from this table.
 */
export const messages = {
  // The project.
  missingTransformProgram: {
    code: 87001,
    text: 'importspy needs `"transformProgram": true` beside `"transform": "@importspy/transformer"` in tsconfig.json; without it nothing would be guarded.',
    help: "A plain transformer sees one file at a time. Add the option to the `plugins` entry.",
  },
  typescriptMismatch: {
    code: 87002,
    text: "importspy compiles contracts with TypeScript {0}, but this build runs TypeScript {1}; install typescript ~{0}.",
    help: "Two versions in one build would generate validators that admit everything, so the build stops.",
  },
  runtimeNotInstalled: {
    code: 87003,
    text: "The guard of this file needs the package 'importspy', which cannot be resolved from here; add it to the dependencies (npm install importspy).",
    help: "`importspy` is what emitted guards import, so it must be installed where the importing file would find it, and not as a development dependency only.",
  },
  unsupportedModuleFormat: {
    code: 87004,
    text: "importspy guards ES modules and CommonJS, but 'module' is set to {0}; use 'nodenext', 'node20', 'node16', 'commonjs', 'esnext' or 'preserve'.",
    help: "AMD, UMD and System output has no place for a guard.",
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
    help: "The type stands between braces, like the type of any doc comment tag.",
  },
  missingType: {
    code: 87102,
    text: "'@importspy' states no contract here; write '@importspy { … }' with a type, or put the bare tag on an interface or a type alias.",
    help: "A bare tag makes the declaration that it documents the contract, so it must document one.",
  },
  typeWithoutBraces: {
    code: 87103,
    text: "The contract's type stands between braces; write '@importspy {{0}} …'.",
    help: "Text that follows the tag without braces would be a note to nothing.",
  },
  secondComment: {
    code: 87104,
    text: "This module already has a contract comment, at line {0}; join the two, or write several '@importspy' tags in one comment for alternatives.",
    help: "One contract comment a module, so that a reader finds all of it in one place.",
  },
  notAModule: {
    code: 87105,
    text: "This file is no module, so nothing can import it and its contract guards nothing; add an export (or 'export {}').",
    help: "A script is evaluated without being imported.",
  },
  unenforcedContract: {
    code: 87108,
    text: "Nothing enforces this contract: its module was not compiled by importspy{0}. Compile it with importspy, or put the contract on 'declare module \"…\"' in a file of this program.",
    help: "Guards of importers rely on the guard of the module itself. There is none where no sidecar lies beside the JavaScript that is loaded: when a declaration file was written by hand, or when another tool made that JavaScript of a package that hands out its TypeScript sources or the declarations of `emitDeclarationOnly`. A file that imports such a module and is emitted all the same does not load.",
  },
  typeTooDeep: {
    code: 87123,
    text: "The type of this contract is nested too deeply to be read; give its parts names, and use those.",
    help: "A part of the type stands in more than a hundred brackets, or is made of so many parts in parts that a compiler's stack cannot hold them.",
  },
  typesOnly: {
    code: 87309,
    text: "This module has only types, so nothing loads it and its contract guards nothing; put the contract into the module whose code it protects.",
    help: 'TypeScript leaves imports of types out of what it emits. A module without code that is there for its contract is loaded by `import "./requirements.js"`; then this is no mistake.',
  },
  unbuiltContract: {
    code: 87120,
    text: "Nobody can tell yet whether this contract is enforced: {0} imports its module, but the JavaScript that it would load is not there. Build {1} first.",
    help: "Guards of importers rely on the guard of the module itself, and where another package is built, its sidecars show that it was built with importspy. A build that emits nothing (`noEmit`) does not look.",
  },
  genericContract: {
    code: 87106,
    text: "A contract cannot have type parameters; name a concrete type: '@importspy {{0}<…>}'.",
    help: "There is nobody who could supply the type arguments.",
  },
  typeGoesOn: {
    code: 87107,
    text: "The type goes on with '{0}' behind its braces, where only a note can stand; write '@importspy { … } {0} {{1}}' or put the whole type between the braces.",
    help: "A contract that lost its second half would ask for something else than it says. Braces around each part, or around all of them, say where the type ends and the note begins.",
  },
  misspelledTag: {
    code: 87110,
    text: "'{0}' is no contract and would guard nothing; write '@importspy'.",
    help: "At the start of a line of a doc comment, with a type behind it, `@ImportSpy`, `@import-spy`, `@importspi` or `@importspy:` can only be meant to be the tag. A module that has one and is emitted all the same does not load. In prose and in code such a word is a mention.",
  },
  strayTag: {
    code: 87111,
    text: "'@importspy' guards nothing here: a contract stands in a '/** … */' comment at the top level of a module, its tag at the start of a line. Put a mere mention in backticks.",
    help: "An error of builds where the tag starts a line of its comment and has a type behind it: in a `//` or `/* */` comment, in a function, a class or a block. Where it stands within a line, it may be prose; there editors warn, and `importspy doctor` finds it.",
  },
  ambientOwnFile: {
    code: 87109,
    text: "'{0}' is {1}, a file of this program; put its contract comment there.",
    help: "A contract on `declare module` is for a module that somebody else wrote.",
  },
  replacesTypes: {
    code: 87121,
    text: "This replaces the types of '{0}', because the file has no import or export; add 'export {};' to the file, and '{0}' keeps its own types.",
    help: 'In a file without import and export, `declare module "pg" {}` declares the module as a whole, and so without any export. In every other file it adds to the declarations that the package comes with.',
  },
  addsToNoTypes: {
    code: 87122,
    text: "'{0}' has no types that this could add to; write 'declare module \"{0}\";' with its contract comment in a file without import and export.",
    help: 'For a package without declarations, `declare module "pg";` makes every import of it `any`. With declarations of your own between braces it is typed, in a file without import and export as well.',
  },
  // The type.
  notAContract: {
    code: 87201,
    text: "A contract is an object type with some of the fields {1}, but this is '{0}'.",
    help: 'Write `{ os: "linux"; … }`, a name of such a type, or a union of them.',
  },
  neverAdmits: {
    code: 87202,
    text: "{0} is 'never', so no environment meets it and the module could not be loaded anywhere; write the types that it admits, or leave it out.",
    help: "Usually the intersection of two types that exclude each other.",
  },
  emptyContract: {
    code: 87203,
    text: "This contract asks for nothing and would guard nothing; write at least one of the fields {0}.",
    help: "Remove the tag if the module may run anywhere.",
  },
  unknownField: {
    code: 87204,
    text: "A contract has no field '{0}'; {1}",
    help: "See SPEC of the contract comment in docs/contract.md for the fields.",
  },
  unknownName: {
    code: 87205,
    text: "'{0}' is no value of '{1}'; {2}",
    help: '`os` and `arch` take Node\'s names (`process.platform`, `process.arch`), `libc` is "glibc" or "musl".',
  },
  notAName: {
    code: 87206,
    text: "'{0}' takes string literals or a union of them, but this is '{1}'; write for instance {2}.",
    help: "Any string would admit every machine, any other type none.",
  },
  notAnObject: {
    code: 87207,
    text: "'{0}' takes an object type, but this is '{1}'; write for instance {2}.",
    help: "One member for each variable, package or runtime.",
  },
  unknownRuntime: {
    code: 87208,
    text: "'{0}' is no runtime; {1}",
    help: "The runtimes are those of the WinterTC runtime keys that a program can tell apart.",
  },
  invalidRange: {
    code: 87209,
    text: '\'{0}\' is not a semver range; write for instance ">=20.11" or "^8.11".',
    help: "Ranges are those of npm's semver.",
  },
  notARange: {
    code: 87210,
    text: "'{0}' takes a semver range as a string literal{2}, but this is '{1}'; write for instance \">=20.11\".",
    help: '`true` means any version, and is for runtimes; for a package any version is "*".',
  },
  invalidPackageName: {
    code: 87211,
    text: "'{0}' is no name of an npm package; write for instance 'pg' or '@scope/name'.",
    help: "The member's name is the name in the package's package.json, not that of a file in it.",
  },
  notFromEnvironment: {
    code: 87212,
    text: "The variable '{0}' cannot have the type '{1}': the environment holds text; use string, number, bigint, boolean, literals, template literals, tags, Secret, List or Json.",
    help: "Objects, functions, symbols and null cannot be read from text.",
  },
  unsupportedTag: {
    code: 87213,
    text: "No validator can be generated for '{0}': {1}",
    help: "Tags take literals, stand beside a type that they are for, and each once; what cannot be checked is refused rather than dropped.",
  },
  indexSignature: {
    code: 87214,
    text: "'{0}' must name its members one by one, and an index signature names none; write for instance {1}.",
    help: "`Record<string, …>` asks for nothing in particular.",
  },
  unknownImporterMember: {
    code: 87216,
    text: "'importer' has no member '{0}'; {1}",
    help: "`package` is the importing file's package, `module` its path there, `exports` the type of what it exports.",
  },
  notAPattern: {
    code: 87217,
    text: "'importer.{0}' takes string literals, template literals or a union of them, but this is '{1}'; write for instance `src/billing/${string}`.",
    help: "Template literal types are the patterns; `Not<…>` takes texts out.",
  },
  unmatchedPattern: {
    code: 87218,
    text: "No file of this package has a path of the type {0}, and no other package is admitted, so nothing could ever import this module.",
    help: "Paths start at the folder of package.json, have `/` and the source extension. Name `package` to admit other packages.",
  },
  impossiblePath: {
    code: 87230,
    text: "No file has a path of the type {0}: {1}.",
    help: "The patterns of `importer.module` are types: `src/billing/${string}` is every path that begins so. Paths start at the folder of package.json, have `/` and the source extension.",
  },
  emptyField: {
    code: 87219,
    text: "'{0}' names nothing and so asks for nothing; write for instance {1}.",
    help: "A field that asks for nothing can go.",
  },
  tagAlone: {
    code: 87220,
    text: "'{1}' is a tag, and says what a type beside it must be like; write '{0}: {2} & {1}'.",
    help: 'A tag narrows the type that it stands beside: `string & Format<"uri">`, `number & Maximum<65535>`.',
  },
  mistakeElsewhere: {
    code: 87221,
    text: "A type that this contract is made of has a mistake in another file: {0}",
    help: "What does not resolve there would be missing here, and the contract would ask for less than it says.",
  },
  invalidVariableName: {
    code: 87222,
    text: "No environment has a variable '{0}': a name is a text, not empty, without '=' and without control characters; write for instance 'PORT'.",
    help: "Symbols and the private members of a class are no texts. A module that asks for such a variable could be loaded nowhere.",
  },
  roundedNumber: {
    code: 87223,
    text: "TypeScript reads '{0}' as {1}, the nearest number that it has, and so the contract would ask for that; write {1}, or use bigint, which holds every integer.",
    help: "Numbers are 64-bit floats, which hold some 16 digits. Variables are judged as the decimals that they are, so a rounded limit would be another one than the contract says.",
  },
  emptyRange: {
    code: 87231,
    text: "No version is in the range '{0}', so nothing meets it; write a range that has one, for instance \">=20.11 <23\".",
    help: "Comparators that a space joins must all hold; `||` joins ranges of which one must.",
  },
  versionlessRuntime: {
    code: 87232,
    text: "'{0}' does not tell its version, so '{1}' never holds; write 'true', which admits every version.",
    help: "workerd, edge-light and browsers tell programs no version that could be compared with a range.",
  },
  neverTogether: {
    code: 87233,
    text: "No environment meets both {0} and {1}: {2}.",
    help: "The conditions of one alternative must all hold. For one of several systems or runtimes write a union, or several `@importspy` tags.",
  },
  coveredAlternative: {
    code: 87234,
    text: "Alternative {0} admits nothing but what {1}; remove it, or ask for more in {2}.",
    help: "Alternatives are joined by OR, so one that asks for more than another says nothing. Where the module reads `env<C>()`, only an earlier alternative counts: the first that holds gives the values.",
  },
  notAQuantity: {
    code: 87240,
    text: "'{0}' takes {1}, but this is '{2}'; write for instance {3}.",
    help: "A field that is a quantity is compared with what the machine has.",
  },
  tooManyAlternatives: {
    code: 87215,
    text: "The unions of this contract multiply to {0} alternatives, more than {1}; write the alternatives out with several '@importspy' tags.",
    help: "Unions inside `env` and `packages` are expanded into alternatives of the contract.",
  },
  // Who imports.
  importerNotAdmitted: {
    code: 87301,
    text: "{0} may not import {1}: its contract admits {2}.{3}",
    help: "The importing file's path or package is not of the type that the contract names.",
  },
  importerNotAdmittedThrough: {
    code: 87302,
    text: "{0} reaches {1} through {4}, but may not import it: its contract admits {2}.{3}",
    help: "Importing what another file exports again is importing the contracted module.",
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
    help: "The contract's `packages` against the package.json of the importing file.",
  },
  packageRangeExcluded: {
    code: 87306,
    text: "{0} declares '{2}' as {4}, which has no version in common with {3} that {1} needs.",
    help: "The contract's `packages` against the ranges in the package.json of the importing file.",
  },
  enginesExcluded: {
    code: 87307,
    text: "{0} declares engines.node {3}, which has no version in common with {2} that {1} needs.",
    help: "The contract's `runtime.node` against `engines.node` in the package.json of the importing file.",
  },
  platformExcluded: {
    code: 87308,
    text: "{0} declares {2} {4}, which excludes {3} that {1} needs.",
    help: "The contract's `os` and `arch` against `os` and `cpu` in the package.json of the importing file.",
  },
  notALegacyList: {
    code: 87540,
    text: 'A list of legacy modules names files one by one, but this is \'{0}\'; write for instance Legacy<"src/a.ts" | "src/b.ts">.',
    help: "`Legacy` lists modules by their paths from package.json, with their package as a second argument where that is another one.",
  },
  needlessLegacy: {
    code: 87541,
    text: "'{0}' is listed as a legacy module and need not be: {1}. Take it off the list; 'importspy adopt' does so.",
    help: "The list of modules that a contract still admits only shrinks.",
  },
  chainNeverHolds: {
    code: 87310,
    text: "{0} imports {1}{2}, but no environment meets the contracts of both: {0} asks for {3}, and {1} for {4}.",
    help: "A module is loaded together with what it imports, also through files without a contract. Import it with `import()` where it is needed, or ask for something that both can have.",
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
    help: "Nothing may be evaluated before the verdicts that come before it in the sources, and nothing later than there. Bundles are cut at each verdict; what a plugin or an option then puts together again is an error.",
  },
  neverInTarget: {
    code: 87401,
    text: "{0} cannot be loaded in {1}: its contract asks for {2}. It is reached by {3}.",
    help: "A build for browsers or workers knows where its output will run. Import the module from code of the server only, or add an alternative to its contract. Where the build is for something else, say so: the bundler's own option (esbuild's `platform`, webpack's and Bun's `target`), or `importspy({ target: … })`.",
  },
  variableNotInlined: {
    code: 87402,
    text: "{0} asks for the variable '{1}', which is not put into client code: that is done for variables {2}. It is reached by {3}.",
    help: "Browsers have no environment variables: `import.meta.env.VITE_X`, or what `define` names, is replaced by its value when client code is built.",
  },
  noConfig: {
    code: 87403,
    text: 'This project has contracts, but no tsconfig.json at {0} or above it; write one, or say where it is: importspy({ tsconfig: "…" }).',
    help: "Contracts are types, and a tsconfig.json says how they are read.",
  },
  unreadableConfig: {
    code: 87404,
    text: "The project cannot be guarded, because {0} cannot be read: {1}",
    help: "Without a tsconfig.json that TypeScript can read, nobody knows the contracts.",
  },
  pluginTwice: {
    code: 87405,
    text: "The plugin of importspy is twice among the plugins of this build; remove one of them.",
    help: "The second one would get what the first one has guarded already. In Vite, esbuild, webpack and Rspack a second one does nothing.",
  },
  // The output of a bundler.
  hoistedExternal: {
    code: 87420,
    text: "This output cannot guard {0}: {1}, which {2} imports, stays external, and an ES module evaluates what is external before every guard in it. Bundle {1}, or {3}.",
    help: "Nothing that a contracted module imports may be evaluated before the verdict. External modules are imported at the head of an ES module.",
  },
  guardDropped: {
    code: 87421,
    text: "{0} is in the output, but its guard is not; look for another plugin that resolves or loads '{0}?importspy'.",
    help: "Each contracted module in a bundle needs its sidecar there. Nothing of the output is left.",
  },
  loadedByOther: {
    code: 87422,
    text: "{0} needs a guard, but another plugin has loaded it first; put importspy before the other plugins.",
    help: "esbuild and Bun ask their plugins one by one for a file's text, and take the first answer.",
  },
  unguardableOutput: {
    code: 87423,
    text: "{1} cannot keep guards in order with {2}, and {0} needs one; {3}, or build with 'importspy build' first.",
    help: "The guard would run after modules that it has to come before. A build stops instead.",
  },
  hostTooOld: {
    code: 87670,
    text: "importspy needs {0} {1} or later to guard a bundle; this one is {2}.",
    help: "An older bundler lacks hooks by which guards keep their order. Update it, or let it bundle what `importspy build` emits.",
  },
  // What a contract gives its module.
  envWithoutContract: {
    code: 87501,
    text: "This module has no contract{0}, so env() has nothing to give; write one, or read the variables where one is.",
    help: "`env<C>()` gives the variables that the guard of its own module read and validated.",
  },
  envWithoutType: {
    code: 87502,
    text: "env() does not say whose variables it gives; write env<Contract>(), with the name of this module's contract.",
    help: "The type argument is what gives the variables their types. A contract between braces gets a name when it is moved to an `interface` with a bare `@importspy`.",
  },
  envOfAnotherContract: {
    code: 87503,
    text: "'{0}' is not the contract of this module; write env<{1}>().",
    help: "A module reads the variables that its own guard validated. Those of another module are had from its exports.",
  },
  envNotCalled: {
    code: 87504,
    text: "'env' of importspy can only be called, as env<Contract>(): a build replaces the call.",
    help: "Handed on, stored or exported, it would be called where no build sees whose variables it gives.",
  },
  importersWithoutContract: {
    code: 87512,
    text: "This module has no contract{0}, so importers() has nobody to give; write one.",
    help: "`importers<C>()` gives who imports its own module and was admitted by the contract of it.",
  },
  importersWithoutType: {
    code: 87513,
    text: "importers() does not say whose importers it gives; write importers<Contract>(), with the name of this module's contract.",
    help: "The type argument is what gives the exports of importers their types.",
  },
  importersOfAnotherContract: {
    code: 87514,
    text: "'{0}' is not the contract of this module; write importers<{1}>().",
    help: "A module knows those who import it. Those of another module are had from its exports.",
  },
  importersNotCalled: {
    code: 87515,
    text: "'importers' of importspy can only be called, as importers<Contract>(): a build replaces the call.",
    help: "Handed on, stored or exported, it would be called where no build sees whose importers it gives.",
  },
  importerAwaited: {
    code: 87516,
    text: "This waits for ever: the importer is not evaluated before this module is, and this module waits for the importer. Call load() in a function, which somebody calls later.",
    help: "A module that imports the host is evaluated after it. A top-level `await` of what the importer exports would wait for itself.",
  },
  invalidDefault: {
    code: 87510,
    text: "The default of '{0}' is not of its type: {1}.",
    help: "A default stands in for a variable that is not set, and is read and validated as if it were set: `number & Maximum<65535> & Default<3000>`.",
  },
  notAValue: {
    code: 87511,
    text: "'{0}' cannot be '{1}': {2}.",
    help: "`List` and `Json` are the whole type of a variable; `Default` is for what is no secret; items of a list are texts, numbers and booleans; JSON holds what `JSON.parse` gives.",
  },
  loadWithoutType: {
    code: 87601,
    text: "load() does not say what the module must export; write load<Plugin>(…), with the type of its exports.",
    help: "`load<T>()` validates the module's exports against `T` when it is loaded. What the call is assigned to says nothing of that.",
  },
  loadOfAnything: {
    code: 87602,
    text: "'{0}' says nothing of what the module exports; write the type of its exports.",
    help: "Every module is of the types `any` and `unknown`. `import()` loads a module without validating it.",
  },
  loadNotCalled: {
    code: 87603,
    text: "'load' of importspy can only be called, as load<Plugin>(…): a build replaces the call.",
    help: "Handed on, stored or exported, it would be called where no build sees by which type the module is validated. A function around the call is fine.",
  },
  loadOfParameter: {
    code: 87604,
    text: "'{0}' is another type at each call, so no validator can be generated for it; call load<…>() where the type is known.",
    help: "A type parameter of a function or a class is not there at run time. Hand a function in that loads: `(specifier) => load<Plugin>(specifier)`.",
  },
  uncheckableExports: {
    code: 87605,
    text: "A module cannot be validated as '{0}': {1}.",
    help: "What cannot be checked exactly is not checked by half. Write an interface of what you use of the module.",
  },
  loadAwaited: {
    code: 87606,
    text: "This waits for ever: {0} imports this module, so it is not evaluated before this module is, and this module waits for it. Call load() in a function, which somebody calls later.",
    help: "A top-level `await` of a module that imports the file itself, be it through others, ends the process with exit code 13.",
  },
  packageShape: {
    code: 87607,
    text: "'{0}' as it is installed has not the exports that are asked of it: {1}.",
    help: "`Package<Range, Shape>` asks that the declarations of the installed package are assignable to the shape, and that what is loaded has it.",
  },
  shapeForExternal: {
    code: 87608,
    text: "A contract on 'declare module' cannot ask for the exports of another package; write its range alone.",
    help: "The guard of an external module is in its importers, which do not load other packages for it.",
  },
  optionalShape: {
    code: 87609,
    text: "'{0}' may be absent, but an ES module has to import it to validate its exports; ask for it without '?', or write its range alone.",
    help: "In CommonJS the guard loads an optional package where it is there.",
  },
  undeclaredVariable: {
    code: 87520,
    text: "This module reads the variable '{0}', which its contract does not have; add it to the 'env' of the contract.",
    help: "A contract with `env` is the list of the variables that its module reads. `NODE_ENV` may be read all the same, and so may what Vite defines (`MODE`, `DEV`, `PROD`, `SSR`, `BASE_URL` of `import.meta.env`).",
  },
} as const;

/** Name of a message in the catalogue. */
export type MessageKey = keyof typeof messages;
