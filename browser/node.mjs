// Start the library in Pyodide under Node: `const python = await startInNode("out/browser")`.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { start } from "./python.mjs";

export async function startInNode(folder, { archives, options } = {}) {
  const home = path.resolve(folder);
  const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide", "pyodide.mjs")));
  const loadHighs = createRequire(import.meta.url)(path.join(home, "highs", "highs.js"));
  return start({
    loadPyodide,
    loadHighs,
    // A Buffer is a Uint8Array, but Pyodide knows none by that name.
    files: async (name) => new Uint8Array(await readFile(path.join(home, name))),
    options: { indexURL: path.join(home, "pyodide"), ...options },
    archives,
  });
}
