/** The projects as Pulumi's command line finds them. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { AnyStack } from "../estate/stack";
import type { Finding } from "./finding";

const stacksFolder = join(__dirname, "../../stacks");

export function projectFolder({ layer, project }: AnyStack): string {
  return join(stacksFolder, layer, project);
}

/** One program for all projects: it looks up which one it is about. */
export function projectFile({ project, changesWhen, owner }: AnyStack): string {
  return [
    `name: ${project}`,
    // In quotes: a reason may have a colon in it.
    `description: ${JSON.stringify(`Owner: ${owner}. Changes when ${changesWhen}.`)}`,
    "runtime:",
    "  name: nodejs",
    "  options:",
    "    typescript: false",
    "main: ../../../dist/main.js",
    "",
  ].join("\n");
}

export function projectFindings(definitions: readonly AnyStack[]): Finding[] {
  const finding = (where: string, what: string): Finding => ({ check: "projects", where, what });
  const known = new Set(definitions.map(({ layer, project }) => `${layer}/${project}`));
  const folders = readdirSync(stacksFolder).flatMap((layer) => readdirSync(join(stacksFolder, layer)).map((project) => `${layer}/${project}`));
  return [
    ...folders.filter((folder) => !known.has(folder)).map((folder) => finding(folder, "is in no registry: nobody runs it")),
    ...definitions.flatMap((definition) => {
      const file = join(projectFolder(definition), "Pulumi.yaml");
      const where = `${definition.layer}/${definition.project}`;
      if (!existsSync(file)) return [finding(where, "has no Pulumi.yaml")];
      return readFileSync(file, "utf8") === projectFile(definition) ? [] : [finding(where, "has a Pulumi.yaml that is out of date; `npm run plan` writes it anew")];
    }),
    ...definitions.flatMap(({ layer, project, targets }) => new Set(targets.map(({ stack }) => stack)).size === targets.length ? [] : [finding(`${layer}/${project}`, "has two stacks of one name")]),
    ...(new Set(definitions.map(({ project }) => project)).size === definitions.length ? [] : [finding("registry", "two projects share a name")]),
  ];
}
