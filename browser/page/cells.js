/* The cells of the tables in which a person types. */

const DANISH = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 6 });
const asTyped = (value, about = false) => `${about && value !== undefined ? "ca. " : ""}${typeof value === "number" ? DANISH.format(value) : (value ?? "")}`;

const nameOf = (row, number) => row.name || row.activity || row.id || word("row_number", { number: number + 1 });
const rowAt = (at) => state.plan[at.split("/")[0]]?.[Number(at.split("/")[1])];
const inCell = (at) => document.querySelector(`[data-at="${CSS.escape(at)}"]`);

/** Name the cells of a row by its name as it is typed, for a screen reader and for messages. */
function labelOf(node) {
  const { at, column } = node.dataset;
  const row = rowAt(at);
  return row === undefined ? column : word("cell", { column, row: nameOf(row, Number(at.split("/")[1])) });
}

const relabel = () => document.querySelectorAll("#panel [data-column]").forEach((node) => node.setAttribute("aria-label", labelOf(node)));

/**
 * A cell at a place of the plan (`stream/0/amount`, `cost/2/quantity/2027`), under the title of its column.
 * `settings` may have `value`, `set`, `choices`, `must` (a choice is never empty), `about`, `fixed` and `placeholder`.
 */
function cell(at, column, row, settings = {}) {
  const key = at.split("/")[2];
  const value = "value" in settings ? settings.value : row[key];
  const set = settings.set ?? ((text) => { if (text === "") delete row[key]; else row[key] = text; });
  const common = { "data-at": at, "data-column": column };
  const change = (event) => { set(event.target.value.trim()); edited(); };
  const node = settings.choices
    ? make("select", { ...common, on: { change } }, ...(settings.must ? [] : [make("option", { value: "" }, "")]),
      ...settings.choices.map(([code, name]) => make("option", { value: code, selected: code === value }, name)))
    : make("input", { ...common, value: asTyped(value, settings.about), placeholder: settings.placeholder ?? "", disabled: Boolean(settings.fixed), on: { input: change } });
  node.setAttribute("aria-label", labelOf(node));
  return node;
}

/** Empty cells that no longer state anything, as another cell states it. */
function emptied(...places) {
  for (const at of places) {
    const node = inCell(at);
    if (node) node.value = "";
  }
}

/** The amount of a year, which takes the place of one in total; the quantity of a year of a budget line. */
function yearCell(place, row, year, key) {
  return cell(`${place}/${key}/${year}`, String(year), row, {
    value: row[key]?.[year],
    fixed: row.percent !== undefined,
    set: (text) => {
      if ("amount" in row) {
        delete row.amount;
        emptied(`${place}/amount`);
      }
      row[key] = { ...(row[key] ?? {}) };
      if (text === "") delete row[key][year];
      else row[key][year] = text;
      if (key === "amounts" && !Object.keys(row[key]).length) delete row[key];
    },
  });
}

/** The price per unit, which a budget line has, unless it is a percentage of others. */
const priceCell = (place, row) => cell(`${place}/unit_price`, word("unit_price"), row, {
  fixed: row.percent !== undefined,
  set: (text) => { row.unit_price = text; },
});

/** The amount in total; typing one turns amounts by year into it. */
function totalCell(place, row, years) {
  return cell(`${place}/amount`, word("amount"), row, {
    about: row.approx,
    placeholder: sumOf(row),
    set: (text) => {
      for (const key of ["amounts", "approx", "hedge"]) delete row[key];
      emptied(...years.map((year) => `${place}/amounts/${year}`));
      if (text === "") delete row.amount;
      else row.amount = text;
    },
  });
}

/** What the years of a contribution are together, or that it is not stated; a grey text that nobody typed. */
function sumOf(row) {
  const by = Object.values(row.amounts ?? {});
  if (!by.length) return word("none_yet");
  return by.every((one) => typeof one === "number") ? DANISH.format(by.reduce((sum, one) => sum + one, 0)) : "";
}

/* ---- faults, by the cell that they are in ---- */

const FAULTY = /^(stream|cost) (\d+)(?: '.*')? › (\w+)(?: › (\d{4}))?$/;

/** A fault by the cell that it is in, which is marked; by its place in the plan where no cell has it. */
function atCell({ where, what }) {
  const [, owner, number, key, year] = FAULTY.exec(where) ?? [null, "plan", 1, where];
  const node = inCell([owner, Number(number) - 1, key, year].filter((part) => part !== undefined).join("/"));
  node?.setAttribute("aria-invalid", "true");
  return { where: node?.getAttribute("aria-label") ?? (atRow({ where, what }).where || where), what };
}

/** A fault by the name of its row, where no cell is shown. */
function atRow({ where, what }) {
  const [, owner, number] = FAULTY.exec(where) ?? [];
  const row = state.plan[owner]?.[Number(number) - 1];
  return { where: row ? nameOf(row, Number(number) - 1) : "", what };
}

function showFaults() {
  document.querySelectorAll("#panel [aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
  byId("faults").replaceChildren(...(state.faults.length ? [refusal(state.faults.map(atCell))] : []));
}
