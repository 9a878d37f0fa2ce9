#!/usr/bin/env bash
# highs 1.15.3 (npm) is started with its WebAssembly program handed over as bytes, from a place where it has no file.
#
# Expected: the README ("The loader also accepts `wasmBinary` or a precompiled `wasmModule`") and the type declarations
#   name both, so a loader that is given either needs no file beside it.
# Happens: neither is looked at. The loader reads highs.wasm beside itself and fails where there is none; only the
#   undocumented `instantiateWasm` takes a program.
# Matters: a page that is one file, opened from a disk without a network, has its program in itself. The solver then
#   asks for an address that does not exist, and the question dies with it.
# Guess before it was run: `wasmBinary` works, as in other packages built by Emscripten.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit highs@1.15.3 > /dev/null
mkdir apart
cp node_modules/highs/build/highs.js apart/highs.js
grep -q 'also accepts `wasmBinary` or a precompiled `wasmModule`' node_modules/highs/README.md

node - <<'JS'
const assert = require("node:assert")
const { readFileSync } = require("node:fs")
const load = require("./apart/highs.js")
const program = readFileSync("node_modules/highs/build/highs.wasm")

async function outcome(settings) {
  try {
    const highs = await load(settings)
    return highs.createModel === undefined ? "no solver" : "a solver"
  } catch (error) {
    return error.message.split(/[:(]/)[0]
  }
}

async function main() {
  const found = {
    wasmBinary: await outcome({ wasmBinary: program }),
    wasmModule: await outcome({ wasmModule: await WebAssembly.compile(program) }),
    instantiateWasm: await outcome({
      instantiateWasm: (imports, done) => WebAssembly.instantiate(program, imports).then(one => done(one.instance)),
    }),
  }
  console.log(require("./node_modules/highs/package.json").version, found)
  assert.notEqual(found.wasmBinary, "a solver", "wasmBinary is looked at now")
  assert.notEqual(found.wasmModule, "a solver", "wasmModule is looked at now")
  assert.equal(found.instantiateWasm, "a solver")
}
main().catch(error => { console.error(error.message); process.exit(1) })
JS
