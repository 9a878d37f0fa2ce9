/* Taking away what is made here, and the draft, which is kept by choice. */

const READERS = ["residents", "board", "council", "fund", "annex"];
const WHOLE = new Set(["workbook", "toml"]); // what the plan can be opened from again
const DRAFT = "helhedsplan-kladde";

function download(name, bytes, type = "application/octet-stream") {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function taken(what, use) {
  hush();
  const answer = await ask("take", { plan: state.plan, what });
  if (!answer) return;
  if (answer.done.refused) return tell(word("refused"), answer.done.refused);
  for (const [name, bytes] of Object.entries(answer.files)) use(name, bytes);
  if (WHOLE.has(what)) state.unsaved = false;
}

function printed(name, bytes) {
  document.querySelector("iframe.print")?.remove();
  const frame = make("iframe", { class: "print", title: name, sandbox: "allow-same-origin allow-modals" });
  frame.srcdoc = new TextDecoder().decode(bytes);
  frame.addEventListener("load", () => frame.contentWindow.print());
  document.body.append(frame);
}

function takeList() {
  const button = (what, label, use, kind = "") => make("button", { type: "button", class: kind, on: { click: () => taken(what, use) } }, label);
  return [
    make("p", {}, word("take_how")),
    make("p", { class: "row" },
      button("workbook", word("take_workbook"), (name, bytes) => download(name, bytes), "main"),
      button("toml", word("take_toml"), (name, bytes) => download(name, bytes)),
      button("csv", word("take_csv"), (name, bytes) => download(name, bytes))),
    make("h3", {}, word("take_pages")),
    make("ul", { class: "takes" }, ...READERS.map((reader) => make("li", {}, make("p", {}, word(`take_${reader}`)),
      make("div", { class: "row" }, button(reader, word("print"), printed), button(reader, word("save_page"), (name, bytes) => download(name, bytes, "text/html")))))),
  ];
}

/* ---- the draft, which is kept by choice ---- */

function keepDraft() {
  if (!byId("draft-keep").checked || state.plan === null) return;
  try {
    localStorage.setItem(DRAFT, JSON.stringify({ plan: state.plan, variants: state.variants }));
  } catch {
    tell(word("draft_full"), [], "note");
  }
}

function draft() {
  try {
    return JSON.parse(localStorage.getItem(DRAFT) ?? "null");
  } catch {
    return null;
  }
}

async function openDraft() {
  const kept = draft();
  if (!kept) return;
  const answer = await ask("look", { plan: kept.plan });
  if (!answer) return;
  opened(answer.done);
  if (!answer.done.refused && Array.isArray(kept.variants)) state.variants = kept.variants;
}
