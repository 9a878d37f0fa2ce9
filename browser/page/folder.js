/* Where the packs are in the folder: beside the page, each with the hash that it must have. */
"use strict";

async function packs() {
  const hashes = JSON.parse(document.getElementById("hashes").textContent);
  const given = {};
  for (const [name, integrity] of Object.entries(hashes)) {
    const answer = await fetch(`${name}.pack`, { integrity, credentials: "omit" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    given[name] = new Uint8Array(await answer.arrayBuffer());
  }
  return given;
}

function newWorker() {
  return new Worker("worker.js");
}

/** The plan that the folder was opened with, by its name in the address. */
async function given() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name.startsWith("given-")) return null;
  const answer = await fetch(encodeURIComponent(name));
  return answer.ok ? { [name.slice("given-".length)]: new Uint8Array(await answer.arrayBuffer()) } : null;
}
