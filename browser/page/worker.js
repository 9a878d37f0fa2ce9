/* The worker: Python, the library, and one question at a time. It has no network: what it loads was handed to it. */
"use strict";

const held = new Map(); // file name -> bytes, for the loader of Python
let python = null;
let answer = null;
let solver = null; // HiGHS is unpacked when a question first needs it

// The loader asks for its parts by address; they are here already. Any other address is refused.
self.fetch = async (asked) => {
  const name = String(asked.url ?? asked).split("/").pop();
  if (!held.has(name)) throw new TypeError(`no network: ${name}`);
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  const bytes = held.get(name);
  held.delete(name);
  return new Response(bytes, { headers: { "Content-Type": type } });
};
const unpacked = async (packed) =>
  new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

async function start(packs, tell) {
  for (const name of ["python.zip", "pyodide.asm.wasm"]) {
    held.set(name, await unpacked(packs[name]));
    tell(name);
  }
  const script = new Blob([await unpacked(packs["pyodide.asm.mjs"])], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const module = (await import(address)).default;
  URL.revokeObjectURL(address);
  python = await loadPyodide({
    indexURL: "https://python.invalid/",
    stdLibURL: "https://python.invalid/python.zip",
    createPyodideModule: module,
    lockFileContents: { info: { abi_version: "2026_0", platform: "emscripten", version: "0", arch: "wasm32", python: "3.14" }, packages: {} },
    checkAPIVersion: false,
  });
  tell("python");
  self.packed_library = packs["library.zip"];
  python.runPython(`
import io, js, lzma, os, sys, zipfile
zipfile.ZipFile(io.BytesIO(lzma.decompress(js.packed_library.to_bytes()))).extractall("/library")
del js.packed_library
sys.path.insert(0, "/library")
for name, one in list(sys.modules.items()):  # the rest of a package whose first modules the start has loaded
    folder = "/library/" + name.replace(".", "/")
    if hasattr(one, "__path__") and os.path.isdir(folder):
        one.__path__ = [*one.__path__, folder]
`);
  tell("library");
  solver = { script: packs["highs.js"], program: packs["highs.wasm"] };
  answer = python.runPython("from desk.answers import answer\nanswer");
  tell("ready");
}

/** Unpack HiGHS, where the library looks for it; a question that needs no solver does not wait for it. */
async function solve() {
  if (solver === null) return;
  // As a module whose address is no place, where its own form as a module looks for its program.
  const script = new Blob([await unpacked(solver.script), "\nexport default Module;"], { type: "text/javascript" });
  const program = await unpacked(solver.program);
  solver = null;
  const address = URL.createObjectURL(script);
  self.highs = await (await import(address)).default({
    // Its documented `wasmBinary` is not looked at, and the program would be fetched.
    instantiateWasm: (imports, done) => WebAssembly.instantiate(program, imports).then(({ instance }) => done(instance)),
  });
  URL.revokeObjectURL(address);
}

self.onmessage = async ({ data }) => {
  const { id, packs, action, asked, files } = data;
  try {
    if (packs) {
      await start(packs, (step) => self.postMessage({ id, step }));
      self.postMessage({ id, done: {} });
      return;
    }
    if (action === "finance") await solve();
    const given = python.toPy(files ?? {});
    const found = answer(action, JSON.stringify(asked), given);
    given.destroy();
    const [text, made] = [found.get(0), found.get(1).toJs({ create_pyproxies: false, dict_converter: Object.fromEntries })];
    found.destroy();
    self.postMessage({ id, done: JSON.parse(text), files: made });
  } catch (error) {
    self.postMessage({ id, died: String(error) });
  }
};
