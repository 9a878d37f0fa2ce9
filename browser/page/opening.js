/* Opening files: a plan, a workbook, several answers to one plan, or a case with its postings. */

const MOST = 64_000_001; // bytes of a file that are handed on: one more than the library takes, so that it says so

async function readFiles(list) {
  const files = {};
  for (const file of list) files[file.name] = new Uint8Array(await file.slice(0, MOST).arrayBuffer());
  return files;
}

async function open(files, asked = { plan: state.plan }) {
  hush();
  const answer = await ask("open", asked, files);
  if (!answer) return;
  opened(answer.done, files);
  if (answer.done.refused || answer.done.base) state.again = () => open(files, asked);
}

function opened(found, files = null) {
  hush();
  if (found.refused) return tell(word("refused"), found.refused);
  if (found.base) return disagreed(found, files);
  keepBefore();
  Object.assign(state, { variants: [], without: new Set(), most: {}, covered: "", followed: null, unsaved: Boolean(found.fresh) });
  if (found.case) {
    Object.assign(state, { plan: null, look: null, faults: [], shown: {}, tab: "follow", followed: { files, name: found.case, day: found.day } });
  } else {
    take(found);
    state.tab = found.fresh ? "amounts" : "look";
  }
  if (found.notes?.length) tell(word("notes"), found.notes, "note");
  if (found.merged) byId("said").append(make("div", { class: "note shown", html: found.merged }));
  offerBefore();
  showPlan();
}

/** Ask whose answer goes where the answers differ. */
function disagreed(found, files) {
  const choice = make("select", { "aria-label": word("prefer") }, ...found.prefer.map((name) => make("option", { value: name }, name)));
  tell(word("disagree"), found.notes ?? [], "note");
  byId("said").append(
    make("div", { class: "note" }, make("div", { class: "shown", html: found.merged }),
      make("p", { class: "row" }, make("label", {}, `${word("prefer")} `, choice),
        make("button", { type: "button", class: "main", on: { click: () => open(files, { plan: found.base, prefer: choice.value }) } }, word("merge_again")))),
  );
}

/** Take an answer as the plan that is open. */
function take(found) {
  state.look = found;
  state.plan = found.plan;
  state.faults = [];
  state.shown = {};
  keepDraft();
}

/* ---- what was open before, so that nothing is lost by opening or using something else ---- */

function keepBefore() {
  state.before = state.plan && !byId("plan").hidden ? { plan: state.plan, look: state.look, faults: state.faults, variants: state.variants, tab: state.tab } : null;
}

function offerBefore(told = null) {
  const { before } = state;
  if (before === null) return;
  byId("said").append(make("div", { class: "note" }, `${told ?? word("replaced", { name: before.plan.name ?? "" })} `,
    make("button", { type: "button", class: "quiet", on: { click: () => goBack(before) } }, word("undo"))));
}

function goBack(before) {
  hush();
  Object.assign(state, before, { shown: {}, followed: null, before: null });
  keepDraft();
  showPlan();
}
