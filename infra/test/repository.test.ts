import { strict as assert } from "node:assert";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

const home = join(__dirname, "../..");

describe("the folder", () => {
  test("the lock names no registry but npm's own", () => {
    const lock = JSON.parse(readFileSync(join(home, "package-lock.json"), "utf8")) as { packages: Record<string, { resolved?: string; integrity?: string }> };
    for (const [name, { resolved, integrity }] of Object.entries(lock.packages)) {
      if (resolved) assert.ok(resolved.startsWith("https://registry.npmjs.org/"), `${name} comes from ${resolved}`);
      if (name) assert.ok(integrity?.startsWith("sha512-"), `${name} is not held to its content`);
    }
  });
  test("versions are exact", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });
  test("no file holds a secret", () => {
    const looks = [/AKIA[0-9A-Z]{16}/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, /ghp_[A-Za-z0-9]{36}/, /eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\./];
    for (const file of filesIn(home)) {
      const content = readFileSync(file, "utf8");
      for (const look of looks) assert.ok(file.endsWith("repository.test.ts") || !look.test(content), `${file}: ${String(look)}`);
    }
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !["node_modules", "dist"].includes(name)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
