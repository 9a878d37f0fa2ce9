/* Alternatives side by side, what the rent of each home bears, and a case after the grant. */

function scenarioForm() {
  const name = make("input", { value: word("kept", { number: state.variants.length + 1 }), maxlength: "100" });
  const keep = () => {
    state.variants.push({ name: name.value.trim() || word("kept", { number: state.variants.length + 1 }), plan: structuredClone(state.plan) });
    keepDraft();
    showTab();
  };
  const drop = (one) => {
    state.variants = state.variants.filter((other) => other !== one);
    state.shown.scenario = [];
    keepDraft();
    showTab();
  };
  if (state.variants.length) queueMicrotask(() => answerTo("scenario", { others: state.variants }, (found) => [shown(found.html), pictures(found.pictures)]));
  return [
    make("p", {}, word("scenario_how")),
    make("div", { class: "fields" }, field(word("keep_name"), name), make("p", {}, make("button", { type: "button", class: "main", on: { click: keep } }, word("keep")))),
    ...state.variants.map((one) => make("p", { class: "row" },
      make("button", { type: "button", on: { click: () => use(one.plan, word("went_back", { name: one.name })) } }, word("go_back", { name: one.name })),
      make("button", { type: "button", class: "quiet", "aria-label": word("remove", { name: one.name }), on: { click: () => drop(one) } }, "✕"))),
    answerBox("scenario"),
  ];
}

function rentForm() {
  const homes = state.look.homes;
  if (!homes.length) return [make("p", {}, word("rent_none"))];
  const covered = make("input", { value: state.covered ?? "", on: { change: () => compute() } });
  const ticks = homes.map(({ id, name }) => make("label", {}, make("input", { type: "checkbox", checked: !state.without.has(id),
    on: { change: (event) => { if (event.target.checked) state.without.delete(id); else state.without.add(id); compute(); } } }), " ", name));
  const compute = () => {
    state.covered = covered.value.trim();
    return answerTo("rent", { covered: state.covered, without: [...state.without] }, (found) => [shown(found.html), pictures(found.pictures)]);
  };
  if (!state.shown.rent) queueMicrotask(compute);
  return [
    make("fieldset", {}, make("legend", {}, word("rent_with")), make("div", { class: "ticks" }, ...ticks)),
    make("div", { class: "fields" }, field(word("rent_covered"), covered), make("p", {}, make("button", { type: "button", class: "main", on: { click: compute } }, word("rent_show")))),
    answerBox("rent"),
  ];
}

function followForm() {
  const { followed } = state;
  const day = make("input", { type: "date", value: followed.day, on: { change: () => show() } });
  const show = async () => {
    followed.day = day.value;
    const answer = await ask("follow", { as_of: day.value }, followed.files);
    if (!answer || state.followed !== followed) return;
    const found = answer.done;
    answered("follow", found.refused ? [refusal(found.refused)] : [
      make("p", {}, make("button", { type: "button", on: { click: () => keep() } }, word("take_case"))),
      shown(found.html), make("h3", {}, word("statement")), shown(found.statement)]);
  };
  const keep = async () => {
    hush();
    const answer = await ask("follow", { as_of: followed.day, book: true }, followed.files);
    if (!answer) return;
    if (answer.done.refused) return tell(word("refused"), answer.done.refused);
    for (const [name, bytes] of Object.entries(answer.files)) download(name, bytes);
  };
  if (!state.shown.follow) queueMicrotask(show);
  return [
    make("p", {}, word("follow_how")),
    make("div", { class: "fields" }, field(word("follow_day"), day), make("p", {}, make("button", { type: "button", class: "main", on: { click: show } }, word("follow_show")))),
    answerBox("follow"),
  ];
}
