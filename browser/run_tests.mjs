// Run the library's tests in Pyodide under Node: node browser/run_tests.mjs FOLDER [arguments of pytest].
//
// FOLDER is what `python browser/assemble.py FOLDER --tests` assembles.

import path from "node:path";
import { fileURLToPath } from "node:url";

import { startInNode } from "./node.mjs";

const SOCKETS = [
  "calculators/prices/test_statbank.py",
  "calculators/prices/test_statbank_periods.py",
  "calculators/prices/test_statbank_lookup.py",
  "calculators/prices/test_chain.py",
  "cli/test_prices.py",
]; // They start a server, which ends Pyodide.

const [folder, ...args] = process.argv.slice(2);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const python = await startInNode(folder, { archives: ["site.zip", "tests.zip"] });
python.mountNodeFS("/repo", root);
python.globals.set("args", python.toPy([...SOCKETS.map((name) => `--ignore=tests/${name}`), ...args]));
const code = python.runPython(`
import os, sys
os.chdir("/repo")
sys.path.insert(0, "/repo/tests")
import pytest
int(pytest.main(["-p", "no:cacheprovider", "-p", "no:faulthandler", "--continue-on-collection-errors", *args]))
`);
process.exit(code);
