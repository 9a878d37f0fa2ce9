/* Where the packs are in the one file: in the file itself, as text. */
"use strict";

async function packs() {
  const given = {};
  for (const node of document.querySelectorAll("script[data-pack]")) {
    const text = node.textContent.trim();
    given[node.dataset.pack] = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    await new Promise((done) => setTimeout(done)); // the bar moves
  }
  return given;
}

function newWorker() {
  const text = document.getElementById("worker").textContent;
  return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

/** No plan comes with a file that is opened by a double click. */
const given = async () => null;
