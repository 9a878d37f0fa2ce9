// Start the library in Pyodide, in Node or in a browser, from the folder that assemble.py assembles.
//
// `files` reads a file of that folder as bytes; `loadPyodide` and `loadHighs` are what the two packages export.

/**
 * Return Pyodide with the library installed, and the solver where the library looks for it.
 * @param {{loadPyodide: Function, loadHighs?: Function, files: (name: string) => Promise<Uint8Array>, options?: object,
 *   archives?: string[]}} asked
 */
export async function start({ loadPyodide, loadHighs, files, options = {}, archives = ["site.zip"] }) {
  const [python, solver] = await Promise.all([
    loadPyodide({ ...options, env: { HOME: "/home/pyodide", PYTHONDONTWRITEBYTECODE: "1", ...options.env } }),
    loadHighs ? files("highs/highs.wasm").then((wasmBinary) => loadHighs({ wasmBinary })) : undefined,
  ]);
  if (solver !== undefined) globalThis.highs = solver; // calculators/financing/highs_javascript.py
  const packages = python.runPython("import site; site.getsitepackages()[0]");
  for (const name of archives) python.unpackArchive(await files(name), "zip", { extractDir: packages });
  return python;
}
