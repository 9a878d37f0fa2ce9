/* The worker: one question at a time, and a new worker where one dies. */

const PATIENCE = 600; // ms before a computation is said to be under way

const desk = { worker: null, ready: null, next: 1, waiting: new Map(), last: Promise.resolve() };

function startWorker() {
  desk.worker = newWorker();
  desk.worker.onmessage = ({ data }) => {
    const asked = desk.waiting.get(data.id);
    if (!asked) return;
    if (data.step) return asked.step?.(data.step);
    desk.waiting.delete(data.id);
    if (data.died !== undefined) asked.fail(new Error(data.died));
    else asked.done(data);
  };
  let broken = null; // a worker may fail before it is sent anything
  desk.worker.onerror = (event) => {
    event.preventDefault();
    broken = new Error(event.message || "worker");
    failAll(broken);
  };
  desk.ready = packs().then((given) => (broken ? Promise.reject(broken) : send({ packs: given }, showStep)));
  desk.ready.catch(() => {});
  return desk.ready;
}

function failAll(error) {
  const waiting = [...desk.waiting.values()];
  desk.waiting.clear();
  for (const one of waiting) one.fail(error);
}

function send(message, step) {
  const id = desk.next++;
  return new Promise((done, fail) => {
    desk.waiting.set(id, { done, fail, step });
    desk.worker.postMessage({ id, ...message });
  });
}

function replaceWorker() {
  desk.worker.terminate();
  failAll(new Error("stopped"));
  return startWorker();
}

/** Ask the library; `null` where the worker died, which is told. */
function ask(action, asked = {}, files = {}) {
  const run = async () => {
    const late = setTimeout(() => { byId("working").hidden = false; }, PATIENCE);
    try {
      await desk.ready;
      return await send({ action, asked: { lang: state.lang, ...asked }, files });
    } catch (error) {
      console.warn(error);
      tell(word("died"));
      await replaceWorker().catch(() => {});
      return null;
    } finally {
      clearTimeout(late);
      byId("working").hidden = true;
    }
  };
  const mine = desk.last.then(run, run);
  desk.last = mine;
  return mine;
}

function showStep(step) {
  const bar = byId("starting-bar");
  bar.value = Number(bar.value) + 1;
  byId("starting-step").textContent = word(`step_${step.replaceAll(".", "_")}`);
}

