import { list } from "../arguments.js";
import type { Tool } from "./tool.js";

export const framework = (names: string, harmless = ""): Tool => ({
  names: list(names),
  does: "bundles",
  harmless: list(harmless),
  inputs: "sources",
  // Running such output is judged at the call that creates it.
  outputs: { defaults: list("dist build out .next .output .nuxt .svelte-kit .vinxi .react-router") },
});

/** Frameworks that find sources themselves and do not support TypeScript plugins. */
export const FRAMEWORKS: readonly Tool[] = [
  {
    ...framework("next", "lint info telemetry start typegen help"),
    plugin: { hosts: ["next"], form: "wrapper", list: "", configs: ["next.config"] },
  },
  framework("nuxt nuxi @nuxt/cli", "preview start prepare info typecheck add cleanup upgrade module devtools"),
  {
    ...framework("astro", "check sync add preview telemetry info docs preferences help"),
    plugin: {
      hosts: ["vite"],
      list: "plugins",
      sections: ["vite"],
      configs: ["astro.config"],
      configOptions: ["--config"],
    },
  },
  {
    ...framework("react-router @react-router/dev", "typegen routes reveal"),
    plugin: { hosts: ["vite"], list: "plugins", configs: ["vite.config"], configOptions: ["-c", "--config"] },
  },
  {
    ...framework("remix @remix-run/dev", "routes reveal init setup"),
    plugin: {
      hosts: ["vite"],
      list: "plugins",
      configs: ["vite.config"],
      configOptions: ["-c", "--config"],
      commands: ["vite:build", "vite:dev"],
    },
  },
  framework("svelte-kit svelte-package @sveltejs/package", "sync"),
  {
    ...framework("nest @nestjs/cli", "add generate g info i new n update upgrade"),
    isLikeTsc: true,
    plugin: { hosts: ["plugin"], form: "name", list: "plugins", configs: ["nest-cli", ".nest-cli"] },
  },
  framework("ng @angular/cli", "add analytics cache completion config doc e generate g help lint new update version v"),
  framework("gatsby", "clean info serve telemetry options plugin"),
  framework("docusaurus @docusaurus/core", "clear serve swizzle write-translations write-heading-ids deploy"),
  framework(
    "storybook sb start-storybook build-storybook",
    "add automigrate dev-check doctor info init migrate remove sandbox upgrade",
  ),
  framework("vinxi waku analog solid-start qwik fresh rakkas"),
  framework("expo eas @expo/cli", "doctor install login logout register whoami customize config lint prebuild"),
  framework("react-native metro", "clean config doctor info init log-android log-ios"),
  framework("react-scripts craco react-app-rewired vue-cli-service", "eject lint inspect"),
  {
    ...framework("electron-vite", "preview"),
    plugin: {
      hosts: ["vite"],
      list: "plugins",
      sections: ["main", "preload", "renderer"],
      isSectionOptional: true,
      configs: ["electron.vite.config"],
      configOptions: ["-c", "--config"],
    },
  },
  framework("electron-forge", "init import"),
  framework("wxt plasmo web-ext", "clean init prepare submit zip lint sign"),
  framework("sst", "login auth console diagnostic install remove secret shell state unlock upgrade version"),
  framework("serverless sls osls", "config info login logout logs metrics plugin remove rollback"),
  framework(
    "vercel vc",
    "alias bisect certs dns domains env git help init inspect link list ls login logout logs project promote pull redeploy remove rm rollback switch teams whoami",
  ),
  framework(
    "netlify ntl",
    "api blobs clone completion env help init link login logout logs open recipes sites status switch unlink watch",
  ),
  framework("nitro nitropack", "preview prepare task"),
  framework("quasar ember umi max dumi father modern ice rax stencil lwr"),
  framework("strapi medusa keystone redwood rw blitz payload adonis encore"),
  framework("preconstruct", "validate fix init"),
  framework("stryker", "init"),
];
