import { isRecord } from "../../project/manifest.js";
import type { StepContext } from "./steps.js";

/** The texts of a list of JSON. */
export const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

/** A file of JSON, with comments or without; empty when there is none. */
export function readJson({ project: { files, typescript } }: StepContext, fileName: string): Record<string, unknown> {
  const text = files.read(fileName);
  const config: unknown = text === undefined ? undefined : typescript.parseConfigFileTextToJson(fileName, text).config;
  return isRecord(config) ? config : {};
}

/** The root of the workspace: the folder of the package that was asked about. */
export const rootOf = ({ project }: StepContext): string => project.packages[0].manifest.folder;
