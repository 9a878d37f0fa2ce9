// Compile the modules of a tree by the very Python that will run them, and print which of its own a start needs.
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [modules, root] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(modules, "pyodide", "pyodide.mjs")));
const python = await loadPyodide();
python.FS.mkdirTree("/tree");
python.FS.mount(python.FS.filesystems.NODEFS, { root }, "/tree");
const needed = python.runPython(`
import io, lzma, sys, zipfile
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as one:  # what the worker does with the library
    one.writestr("a/b", "c")
zipfile.ZipFile(io.BytesIO(lzma.decompress(lzma.compress(packed.getvalue())))).extractall("/unpacked")
zips = "/lib/python314.zip/"
needed = sorted({one.__file__.removeprefix(zips) + "c" for one in list(sys.modules.values())
                 if str(getattr(one, "__file__", "")).startswith(zips)})
import compileall, pathlib, py_compile
# Checked by nobody: the bytes then depend on the source alone. Without docstrings, which no page shows.
done = compileall.compile_dir("/tree", quiet=1, legacy=True, optimize=2, stripdir="/tree",
                              invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
assert done, "a module does not compile"
for one in pathlib.Path("/tree").rglob("*.py"):
    one.unlink()
"\\n".join(needed)
`);
console.log(needed);
