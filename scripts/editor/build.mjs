// Builds quiz/static/vendor/codemirror.js and the licences beside it. `--check` writes nothing and compares instead.
// The same lock file gives the same bytes on every system: esbuild runs as WebAssembly, and its version is locked too.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild-wasm";

const HERE = dirname(fileURLToPath(import.meta.url));
const VENDOR = join(HERE, "..", "..", "quiz", "static", "vendor");

const result = await build({
  absWorkingDir: HERE,
  entryPoints: ["entry.js"],
  bundle: true,
  format: "esm",
  target: "es2021",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});

const packages = bundled(result.metafile);
const banner = `/* ${packages.map(({ name, version }) => `${name} ${version}`).join(", ")}. Licences: codemirror.LICENSES.txt */\n`;
const files = {
  "codemirror.js": banner + result.outputFiles[0].text,
  "codemirror.LICENSES.txt": licences(packages),
};

const differing = Object.entries(files).filter(([name, text]) => !isWritten(name, text));
if (process.argv.includes("--check")) {
  for (const [name] of differing) console.error(`quiz/static/vendor/${name} is not what this builds.`);
  process.exitCode = differing.length ? 1 : 0;
} else {
  for (const [name, text] of differing) writeFileSync(join(VENDOR, name), text);
  for (const { name, version } of packages) console.log(`${name} ${version}`);
  for (const [name, text] of Object.entries(files)) {
    const sha256 = createHash("sha256").update(text).digest("hex");
    console.log(`${name}: ${text.length} characters, ${gzipSync(text, { level: 9 }).length} bytes gzipped, sha256 ${sha256}`);
  }
}

/** Return the packages of which something is in the bundle, by name. */
function bundled({ outputs }) {
  const [{ inputs }] = Object.values(outputs);
  const folders = Object.entries(inputs)
    .filter(([path, { bytesInOutput }]) => bytesInOutput && path.startsWith("node_modules/"))
    .map(([path]) => path.match(/^node_modules\/(@[^/]+\/)?[^/]+/)[0]);
  return [...new Set(folders)].sort().map((folder) => ({ folder, ...manifest(folder) }));
}

function manifest(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(HERE, folder, "package.json"), "utf8"));
  return { name, version, license };
}

function licences(packages) {
  const parts = packages.map(({ folder, name, version, license }) => {
    const text = readFileSync(join(HERE, folder, "LICENSE"), "utf8").replaceAll("\r\n", "\n").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}

function isWritten(name, text) {
  const path = join(VENDOR, name);
  return existsSync(path) && readFileSync(path, "utf8") === text;
}
