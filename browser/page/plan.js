/* The plan that is open: its verdict, its tabs, and the overview. */

const tabs = () => (state.plan === null ? ["follow"] : ["look", "amounts", "finance", "scenario", "rent", "take"]);

function showPlan() {
  byId("begin").hidden = true;
  byId("plan").hidden = false;
  showVerdict();
  byId("tabs").replaceChildren(...tabs().map((name) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", "aria-selected": String(name === state.tab),
    tabindex: name === state.tab ? "0" : "-1", on: { click: () => choose(name), keydown: moveTab },
  }, word(`tab_${name}`))));
  showTab();
}

function moveTab(event) {
  const names = tabs();
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1 : step ? (names.indexOf(state.tab) + step + names.length) % names.length : -1;
  if (to < 0) return;
  event.preventDefault();
  choose(names[to]);
  byId(`tab-${names[to]}`).focus();
}

function choose(name) {
  state.tab = name;
  showPlan();
}

/** Show whether the plan holds, as it is typed: one with faults is not computed, and an older verdict is not its own. */
function showVerdict() {
  if (state.plan === null) {
    byId("plan-name").textContent = state.followed.name;
    byId("verdict").replaceChildren();
    return;
  }
  byId("plan-name").textContent = state.look.name;
  const said = state.faults.length
    ? [make("span", { class: "badge" }, word("not_computed"))]
    : [make("span", { class: `badge ${state.look.state}` }, state.look.verdict), ...(state.look.doubt ? [make("span", { class: "doubt" }, state.look.doubt)] : [])];
  byId("verdict").replaceChildren(...said);
}

const PANELS = {
  look: () => overview(),
  amounts: () => amountTables(),
  finance: () => financeForm(),
  scenario: () => scenarioForm(),
  rent: () => rentForm(),
  take: () => takeList(),
  follow: () => followForm(),
};
const ANYWAY = new Set(["amounts", "follow"]); // what a plan with faults has too

function showTab() {
  const panel = byId("panel");
  panel.setAttribute("aria-labelledby", `tab-${state.tab}`);
  if (state.faults.length && !ANYWAY.has(state.tab)) {
    panel.replaceChildren(refusal(state.faults.map(atRow)), make("p", {}, make("button", { type: "button", class: "main", on: { click: () => choose("amounts") } }, word("to_amounts"))));
    return;
  }
  panel.replaceChildren(...PANELS[state.tab]());
  if (state.tab === "amounts") showFaults();
}

/** The overview; while amounts are typed only the verdict is computed, and the rest when it is looked at. */
function overview() {
  const { look } = state;
  if (look.check === undefined) {
    ask("look", { plan: state.plan }).then((answer) => {
      if (!answer || answer.done.refused || state.look !== look) return;
      state.look = answer.done;
      if (state.tab === "look") showPlan();
    });
    return [make("p", {}, word("working"))];
  }
  return [
    shown(look.check),
    pictures(look.pictures),
    shown(look.years),
    make("h3", {}, word("lacking")),
    shown(look.lacking),
    make("details", {}, make("summary", {}, word("details")), shown(look.details)),
  ];
}
