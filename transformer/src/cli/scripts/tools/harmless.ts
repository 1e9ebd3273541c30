/**
 * Programs that neither run nor translate project code, so they cannot remove a guard. For a program in none of the
 * tables,
 * `doctor` reports that it cannot decide.
 */
const LISTS = [
  // The shell, and files
  ": . [ alias awk base64 basename bg break cat cd chmod chown cksum clear cmp comm continue copyfiles cp cpx cpx2 cpy cpy-cli curl cut date dd declare del del-cli df diff dir dirname du echo egrep exit export expr false fc fg fgrep file find-up getopts grep gunzip gzip hash head hostname id install jobs jq kill kill-port less let ln local ls make-dir md5sum mkdir mkdirp mkdirp-cli mktemp mv ncp popd printenv printf pushd pwd read readlink readonly realpath recursive-copy ren replace replace-in-file replace-in-files return rimraf rm rmdir rsync scp sed seq set sha256sum shasum shift shx sleep sort split stat tail tar tee test touch tr trash trash-cli tree true tsconfig-replace-paths type typeset ulimit umask unalias uname uniq unlink unset unzip wait wc wget which whoami xcopy yq zip gzipper bestzip cross-zip",
  // Format, lint, types, dead code
  "@biomejs/biome @arethetypeswrong/cli attw biome check-dts check-engine check-export-map check-node-version commitizen commitlint cspell cz dependency-cruiser depcruise depcheck dprint dpdm dtslint echint editorconfig-checker es-check eslint eslint_d git-cz gts jscpd jsonlint knip lint-staged lockfile-lint madge manypkg markdown-link-check markdownlint markdownlint-cli2 markuplint ncu neostandard npm-check npm-check-updates npm-package-json-lint oxfmt oxlint prettier pretty-quick publint remark rome rustywind secretlint semistandard sherif size-limit sort-package-json standard stylelint svelte-check syncpack taplo textlint ts-prune ts-unused-exports tsd tsd-lite tslint type-coverage typesync unimported validate-commit-msg vale xo yamllint actionlint bundlewatch bundlesize skott vue-i18n-extract",
  // Tools for emitted files: verify checks their result
  "@tailwindcss/cli ascjs cssnano fix-esm-import-path fix-import-path fix-tsup-cjs gzip-size html-minifier html-minifier-terser javascript-obfuscator lightningcss lessc postcss resolve-tspaths sass source-map-explorer svgo tailwindcss terser ts-add-js-extension tsc-alias tsc-esm-fix tsconfig-to-dual-package tscpaths uglifyjs webpack-bundle-analyzer dts-bundle-generator api-extractor unocss",
  // Hooks, versions, releases, repositories
  "all-contributors auto auto-changelog beachball bumpp changelogithub changeset @changesets/cli conventional-changelog conventional-github-releaser gh git git-cliff gitmoji husky is-ci is-ci-cli lefthook np npm-packlist patch-package pre-commit pinst release-it release-please semantic-release simple-git-hooks standard-version ts-patch yalc yarn-deduplicate only-allow if-env if-node-version ngcc check-engines opener open-cli taze update-browserslist-db browserslist caniuse pkg-pr-new dotenv-safe",
  // File servers, waiting, databases, code generators, documentation
  "http-server serve live-server local-web-server json-server wait-on wait-for-it tcp-port-used kill-port fkill ngrok localtunnel mkcert typedoc jsdoc api-documenter documentation compodoc graphql-codegen graphql-code-generator openapi-typescript openapi-generator openapi-generator-cli orval swagger-cli redocly spectral buf protoc pbjs pbts proto-loader-gen-types json2ts json-schema-to-typescript quicktype typed-css-modules typed-scss-modules i18next i18next-parser formatjs lingui paraglide-js supabase pg_dump psql mysql sqlite3 redis-cli mongosh neonctl",
  // Tools that serve, package or show earlier output, and native code
  "bunyan cargo clean-package clean-publish license-checker license-checker-rseidelsohn license-report napi next-sitemap node-gyp node-gyp-build pino-pretty prebuildify roarr wasm-pack react-router-serve remix-serve electron-builder electron-packager sentry-cli @sentry/cli codecov coveralls gh-pages surge s3-deploy",
];

export const HARMLESS: ReadonlySet<string> = new Set(LISTS.flatMap((list) => list.split(" ")));
