/* Who can pay: what is found for the contributions that are not stated, by aims and under ceilings. */

const AIMS = ["least-housing", "least-rent", "least-local", "most-lbf", "even"];
const GIVERS = ["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"];
const giverName = (giver) => state.look.choices.source.find(([code]) => code === giver)?.[1] ?? giver;

function answerBox(name) {
  return make("div", { id: `answer-${name}`, "aria-live": "polite" }, ...(state.shown[name] ?? []));
}

function answered(name, nodes) {
  state.shown[name] = nodes;
  byId(`answer-${name}`)?.replaceChildren(...nodes);
}

async function answerTo(name, asked, nodes) {
  const answer = await ask(name, { plan: state.plan, ...asked }, {});
  if (!answer) return;
  if (answer.done.refused) answered(name, [refusal(answer.done.refused)]);
  else answered(name, nodes(answer.done));
}

function financeForm() {
  const years = state.look.of_years;
  const chosen = (state.aims ??= ["", ""]);
  const most = (state.most ??= {});
  const aim = (place) => make("select", { "aria-label": word(place ? "aim_then" : "aim_first"), on: { change: (event) => { chosen[place] = event.target.value; } } },
    ...["", ...AIMS].map((name) => make("option", { value: name, selected: chosen[place] === name }, word(`aim_${(name || "none").replace("-", "_")}`))));
  const rounds = [["", word("round_none")], ["even", word("round_even")], ...["1000", "10000", "100000"].map((value) => [value, `${DANISH.format(value)} kr.`])];
  const round = make("select", { on: { change: () => { state.round = round.value; } } },
    ...rounds.map(([value, name]) => make("option", { value, selected: value === state.round }, name)));
  const largest = make("input", { type: "checkbox", checked: Boolean(state.largest), on: { change: () => { state.largest = largest.checked; } } });
  const rows = GIVERS.map((giver) => make("tr", {}, make("th", { scope: "row" }, giverName(giver)), ...years.map((year) => make("td", { class: "n" },
    make("input", { value: most[giver]?.[year] ?? "", "aria-label": word("cell", { column: year, row: giverName(giver) }),
      on: { input: (event) => { (most[giver] ??= {})[year] = event.target.value.trim(); } } })))));
  const find = async () => {
    const ceilings = {};
    for (const [giver, by] of Object.entries(most)) for (const [year, text] of Object.entries(by)) if (text) (ceilings[giver] ??= {})[year] = text;
    const asked = { aims: chosen.filter(Boolean), most: ceilings, largest: largest.checked, round: round.value };
    await answerTo("finance", asked, (found) => [
      found.plan ? make("p", {}, make("button", { type: "button", class: "main", on: { click: () => use(found.plan, word("used")) } }, word("use"))) : "",
      shown(found.html),
      pictures(found.pictures),
    ]);
  };
  return [
    make("p", {}, word("open_amounts")),
    make("fieldset", {}, make("legend", {}, word("aims")), make("div", { class: "fields" }, field(word("aim_first"), aim(0)), field(word("aim_then"), aim(1)), field(word("round"), round))),
    make("p", {}, make("label", {}, largest, " ", word("largest"))),
    make("details", { open: Object.values(most).some((by) => Object.values(by).some(Boolean)) }, make("summary", {}, word("ceilings")), table(word("ceilings"), ["", ...years], rows)),
    make("p", {}, make("button", { type: "button", class: "main", on: { click: find } }, word("find"))),
    answerBox("finance"),
  ];
}

/** Take another plan in place of the open one, which can be had back. */
async function use(plan, told) {
  const answer = await ask("look", { plan });
  if (!answer) return;
  if (answer.done.refused) return tell(word("refused"), answer.done.refused);
  keepBefore();
  take(answer.done);
  state.unsaved = true;
  showPlan();
  hush();
  offerBefore(told);
}
