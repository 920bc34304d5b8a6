import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Writes NOTICE.txt: the licence of each package of which something is in the bundle. */
export function notice(): Plugin {
  return {
    name: "notice",
    generateBundle(_, bundle) {
      const folders = new Map<string, string>();
      const styles = [...this.getModuleIds()].filter((id) => id.includes("/node_modules/") && id.includes(".css"));
      const scripts = Object.values(bundle).flatMap((each) => (each.type === "chunk" ? Object.keys(each.modules) : []));
      for (const id of [...styles, ...scripts]) {
        const found = /^\0?(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id);
        if (found !== null) {
          folders.set(found[2]!, found[1]!);
        }
      }
      const parts = [...folders].sort(([one], [other]) => one.localeCompare(other)).map(([name, folder]) => {
        const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; license: string };
        const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
        if (file === undefined) {
          throw new Error(`${name} is in the bundle and has no licence file`);
        }
        return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
      });
      this.emitFile({
        type: "asset",
        fileName: "NOTICE.txt",
        source: `The Observer of TriOTP has these in it:\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`,
      });
    },
  };
}
