/* What a person does, and the start. */

function listen() {
  byId("language").addEventListener("click", async () => {
    state.lang = state.lang === "da" ? "en" : "da";
    inWords();
    const { again } = state;
    hush();
    if (again) again();
    if (byId("plan").hidden) return;
    state.shown = {};
    if (state.plan !== null) {
      const answer = await ask("look", { plan: state.plan });
      if (answer?.done.refused) state.faults = answer.done.refused;
      else if (answer) state.look = answer.done; // the plan stays as it is typed
    }
    showPlan();
  });
  byId("choose").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", async (event) => {
    const files = await readFiles(event.target.files);
    event.target.value = "";
    if (Object.keys(files).length) open(files);
  });
  for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      byId("drop").classList.toggle("over", type === "dragenter" || type === "dragover");
      if (type === "drop") readFiles(event.dataTransfer.files).then(open);
    });
  }
  byId("example").addEventListener("click", async () => {
    const answer = await ask("example");
    if (answer) opened(answer.done);
  });
  byId("draft-open").addEventListener("click", openDraft);
  byId("new").addEventListener("submit", async (event) => {
    event.preventDefault();
    hush();
    const answer = await ask("new", Object.fromEntries(new FormData(event.target)));
    if (answer) opened({ ...answer.done, fresh: true });
  });
  byId("close").addEventListener("click", () => {
    hush();
    byId("plan").hidden = true;
    byId("begin").hidden = false;
    byId("draft-open").hidden = draft() === null;
    byId("back").hidden = false;
    byId("choose").focus();
  });
  byId("back").addEventListener("click", () => {
    hush();
    showPlan();
  });
  window.addEventListener("beforeunload", (event) => {
    if (state.unsaved && !byId("draft-keep").checked) event.preventDefault();
  });
  byId("stop").addEventListener("click", replaceWorker);
  byId("draft-keep").addEventListener("change", keepDraft);
  byId("draft-wipe").addEventListener("click", () => {
    try {
      localStorage.removeItem(DRAFT);
    } catch { /* storage that is blocked holds nothing */ }
    byId("draft-keep").checked = false;
    byId("draft-open").hidden = true;
    tell(word("draft_wiped"), [], "note");
  });
}

async function begin() {
  inWords();
  if (typeof WebAssembly !== "object") return tell(word("no_wasm"));
  if (typeof DecompressionStream !== "function" || typeof structuredClone !== "function") return tell(word("too_old"));
  listen();
  byId("new-start").value = String(new Date().getFullYear() + 1);
  const kept = draft();
  byId("draft-keep").checked = kept !== null;
  byId("draft-open").hidden = kept === null;
  try {
    await startWorker();
  } catch (error) {
    return tell(word("no_start", { why: error.message }));
  }
  byId("starting").hidden = true;
  byId("begin").hidden = false;
  const files = await given();
  if (files) open(files);
}

begin();
