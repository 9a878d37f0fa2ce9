/* The table of contributions and of budget lines, and the verdict that turns as a person types. */

const PAUSE = 30; // ms without a keystroke before the plan is checked
let pending = 0;

function edited() {
  state.unsaved = true;
  relabel();
  clearTimeout(pending);
  pending = setTimeout(relook, PAUSE);
}

/** Check the plan as it is typed; what a person types is never written over. */
async function relook() {
  const answer = await ask("look", { plan: structuredClone(state.plan), brief: true });
  if (!answer || state.plan === null) return;
  const found = answer.done;
  if (found.refused) {
    state.faults = found.refused;
  } else {
    const typed = state.plan;
    take(found);
    state.plan = typed;
    found.plan.stream?.forEach((row, number) => inCell(`stream/${number}/amount`)?.setAttribute("placeholder", sumOf(row)));
  }
  showVerdict();
  if (state.tab === "amounts" && byId("faults")) showFaults();
}

function freshId(list, start) {
  const taken = new Set(list.map((one) => one.id));
  let number = list.length + 1;
  while (taken.has(`${start}-${number}`)) number += 1;
  return `${start}-${number}`;
}

/** Show the tables anew after a row came or went, with the cursor at a cell or a button. */
function redraw(focused) {
  showTab();
  const node = document.querySelector(focused);
  node?.focus();
  if (node?.tagName === "INPUT") node.select();
  state.unsaved = true;
  return relook();
}

function removeButton(owner, number) {
  const list = state.plan[owner];
  const run = () => {
    list.splice(number, 1);
    redraw(list.length ? `#${owner} tbody tr:nth-child(${Math.min(number, list.length - 1) + 1}) button` : `#add-${owner}`);
  };
  return make("td", { class: "end" }, make("button", { type: "button", class: "quiet", "aria-label": word("remove", { name: nameOf(list[number], number) }), on: { click: run } }, "✕"));
}

function addButton(owner, label, row, key) {
  const list = state.plan[owner];
  const run = () => {
    list.push(row());
    redraw(`[data-at="${owner}/${list.length - 1}/${key}"]`);
  };
  return make("p", {}, make("button", { type: "button", id: `add-${owner}`, on: { click: run } }, label));
}

function streamRow(row, number, years, choices) {
  const place = `stream/${number}`;
  const source = Array.isArray(row.source)
    ? row.source.map(giverName).join(" + ")
    : cell(`${place}/source`, word("source"), row, { choices: choices.source, must: true });
  return make("tr", {},
    make("td", { class: "name" }, cell(`${place}/name`, word("name"), row)),
    make("td", {}, source),
    make("td", {}, cell(`${place}/status`, word("status"), row, { choices: choices.status })),
    make("td", { class: "n total" }, totalCell(place, row, years)),
    ...years.map((year) => make("td", { class: "n" }, yearCell(place, row, year, "amounts"))),
    removeButton("stream", number));
}

function costRow(row, number, years, choices) {
  const place = `cost/${number}`;
  return make("tr", {},
    make("td", { class: "name" }, cell(`${place}/activity`, word("line"), row)),
    make("td", {}, cell(`${place}/art`, word("art"), row, { choices: choices.art })),
    make("td", { class: "name" }, cell(`${place}/indsatsomraade`, word("area"), row)),
    make("td", { class: "n" }, priceCell(place, row)),
    make("td", {}, cell(`${place}/unit`, word("unit"), row)),
    ...years.map((year) => make("td", { class: "n" }, yearCell(place, row, year, "quantity"))),
    removeButton("cost", number));
}

function amountTables() {
  const { plan } = state;
  const { choices, of_years: years } = state.look;
  plan.stream ??= [];
  plan.cost ??= [];
  const fact = (key, column, settings) => field(column, cell(`plan/0/${key}`, column, plan, settings));
  const streams = make("div", { id: "stream" }, table(word("contributions"), [word("name"), word("source"), word("status"), word("amount"), ...years, ""],
    plan.stream.map((row, number) => streamRow(row, number, years, choices))));
  const costs = make("div", { id: "cost" }, table(word("lines"), [word("line"), word("art"), word("area"), word("unit_price"), word("unit"), ...years, ""],
    plan.cost.map((row, number) => costRow(row, number, years, choices))));
  return [
    make("p", {}, word("typing")),
    make("div", { id: "faults", role: "alert" }),
    make("h3", {}, word("head")),
    make("div", { class: "fields" },
      fact("name", word("name")),
      fact("kommune", word("kommune")),
      fact("stage", word("stage"), { choices: choices.stage, must: true }),
      plan.cost.length ? null : fact("total", word("total"))),
    make("h3", {}, word("contributions")),
    streams,
    addButton("stream", word("add_contribution"), () => ({ id: freshId(plan.stream, "bidrag"), source: "kommune", name: word("new_contribution") }), "name"),
    make("h3", {}, word("lines")),
    costs,
    addButton("cost", word("add_line"), () => ({ id: freshId(plan.cost, "post"), activity: word("new_line"), art: "aktiviteter", unit_price: 0, quantity: Object.fromEntries(years.map((year) => [year, 1])) }), "activity"),
  ];
}
