"use strict";
// The script of the page: it plans again as irctl does, in exact fractions, when its reader changes the
// traffic or the limits. It asks nothing of the network, and writes texts as text, never as HTML.
(() => {
const DATA = JSON.parse(document.getElementById("data").textContent);
const MOST_INSTANCES = 1e6, MAX_CONCURRENCY = 200, HOURS = 730;
const { abs, ceil, floor, log10, max, min, round } = Math;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const order = (a, b) => a < b ? -1 : Number(a > b);
const isMissing = value => value === null || value === undefined;

// --- Exact fractions: [numerator, denominator], the denominator above 0.
const times = (a, b) => [a[0] * b[0], a[1] * b[1]];
const over = (a, b) => [a[0] * b[1], a[1] * b[0]];
const compare = (a, b) => order(a[0] * b[1], b[0] * a[1]);
const change = (a, b) => double([a[0] * b[1] - b[0] * a[1], a[1] * b[0]]); // a / b - 1
const whole = n => [BigInt(n), 1n];
const fraction = text => text && text.split("/").map(BigInt);
const ten = power => power < 0 ? [1n, 10n ** BigInt(-power)] : [10n ** BigInt(power), 1n];
const digitsOf = n => n.toString(16).length;
// The nearest double; null beyond their range. Number() rounds a BigInt correctly, and the last bit
// stands for all that the division leaves.
function double([n, d]) {
  const size = n < 0n ? -n : n, shift = max(4 * (digitsOf(d) - digitsOf(size)) + 72, 0), top = size << BigInt(shift);
  const value = Number(top / d | BigInt(top % d > 0n)) / 2 ** min(shift, 1000) / 2 ** max(shift - 1000, 0);
  return Number.isFinite(value) ? n < 0n ? -value : value : null;
}

// --- Numbers as irctl shows them.
const grouped = n => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const trimmed = text => text.includes(".") ? text.replace(/\.?0*$/, "") : text;
function fixed(value, places) { // half a last digit, which the double is exactly, goes to the even one
  const isTie = abs(value) * 2 ** (places + 1) % 2 === 1, up = value.toFixed(places);
  const [before, after] = (isTie && up.at(-1) % 2 ? value * (1 - 1e-12) : value).toFixed(places).split(".");
  return grouped(before) + (after ? `.${after}` : "");
}
function general(value, digits) { // Python's format "g"
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  if (power >= -4 && power < digits) return trimmed(fixed(value, digits - 1 - power));
  return `${trimmed(mantissa)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}
const number = (value, more = 0) => Number.isInteger(value) && abs(value) < 1e15 ? fixed(value, 0) : general(value, 6 + more);
function usd(value, more = 0, digits = 4) {
  const size = abs(value), sign = value < 0 ? "-$" : "$", kept = digits + more;
  if (!size) return "$0.00";
  if (size >= 1e15 || size < 1e-4) return sign + general(size, kept - 1);
  if (size >= 10 ** (kept - 2)) return sign + fixed(size, 2);
  const [before, after] = fixed(size, kept - floor(log10(size)) - 1).split(".");
  return `${sign}${before}.${after.replace(/0+$/, "").padEnd(2, "0")}`;
}
const ofMillion = (value, more = 0) => usd(value, more, 3);
const share = value => `${general(value * 100, 3)}%`;
const signed = value => `${value < 0 ? "" : "+"}${abs(value * 100) >= 1 ? fixed(value * 100, 0) : general(value * 100, 2)}%`;
const NOUN = DATA.areTokens ? " tokens" : "", perMinute = value => `${value >= 10 ? fixed(value, 1).replace(/\.0$/, "") : general(value, 3)}${NOUN}/min`;
const UNITS = {
  "usd/h": (value, more) => `${usd(value, more)}/h`,
  "usd/month": (value, more) => `${usd(value, more)}/month`,
  "usd": (value, more) => `${ofMillion(value * 1e6, more)} per 1M`,
  "usd/1M": (value, more) => `${ofMillion(value, more)} per 1M`,
  "usd/1k": (value, more) => `${usd(value, more)} per 1k`,
  "ms": (value, more) => `${number(value, more)} ms`,
  "": number,
};

// --- What people type.
const NUMBER = /^(-?)([1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|\d{1,330}(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,3}))? ?([kmb]?)$/i;
const MULTIPLES = { "": 0, k: 3, m: 6, b: 9 };
const SECONDS = { s: 1, sec: 1, second: 1, m: 60, min: 60, minute: 60, h: 3600, hr: 3600, hour: 3600, d: 86400, day: 86400 };
function check(isRight, message, texts) {
  if (!isRight) throw new Error(DATA.messages[message].replace(/{(\w+)}/g, (_, name) => texts[name]));
}
function readNumber(text) { // as it is written; undefined for none
  const [, sign, digits, power = 0, multiple] = NUMBER.exec(text.trim()) || [];
  if (!digits) return undefined;
  const [before, after = ""] = digits.replace(/,/g, "").split(".");
  const value = times(whole(sign + before + after), ten(Number(power) + MULTIPLES[multiple.toLowerCase()] - after.length));
  return double(value) === null ? undefined : value;
}
function readRate(text) {
  const bare = DATA.areTokens ? text.replace(/ ?tok(en)?s?(?=\s*\/)/i, "") : text;
  const [amount, ...rest] = bare.split("/").map(part => part.trim()), unit = rest.join("/").toLowerCase(), value = readNumber(amount);
  check(value && value[0] >= 0n && (!rest.length || /^[a-z]+$/.test(unit)), "rate", { text });
  check(rest.length, "unitless", { text: amount });
  check(SECONDS[unit], "unit", { text, unit });
  check(value[0], "zero", { text });
  check(!DATA.areTokens || bare !== text, "tokens", { text });
  const peak = times(value, [60n, BigInt(SECONDS[unit])]);
  return { label: text.trim(), peak, average: peak };
}
function readTraffic(text) {
  const { given } = DATA; // traffic that varies, which no rate can describe
  if (!text.trim()) return given ? [{ ...given, peak: fraction(given.peak), average: fraction(given.average), varies: true }] : [];
  const rates = text.split(/(?<!\d),|,(?!\d{3}(?:\D|$))/).map(readRate);
  return rates.filter((one, at) => rates.findIndex(other => !compare(one.peak, other.peak)) === at);
}
function readUtilization(text) {
  const digits = text.trim().replace(/%$/, ""), typed = readNumber(digits);
  const value = typed && (digits !== text.trim() || typed[0] > typed[1]) ? times(typed, ten(-2)) : typed;
  check(value && value[0] > 0n && value[0] <= value[1], "utilization", { text });
  return value;
}
function readCount(text) {
  const value = readNumber(text);
  check(value && !(value[0] % value[1]) && value[0] > 0n, "min-instances", { text });
  return Number(value[0] / value[1]);
}
const readBound = (name, pattern) => text => { // a double; null where there is no limit
  if (!text.trim()) return null;
  const [, digits, unit = ""] = pattern.exec(text.trim()), value = readNumber(digits);
  const bound = value && double(times(value, ten({ s: 3, us: -3 }[unit.toLowerCase()] || 0)));
  check(!isMissing(bound), name, { text });
  return bound;
};
const READERS = {
  "traffic": readTraffic,
  "utilization": readUtilization,
  "min-instances": readCount,
  "latency": readBound("latency", /^(.*?)(us|ms|s)?$/i),
  "monthly-cost": readBound("monthly-cost", /^(?:\$|usd)?(.*?)(?:\/month)?$/i),
  "survive-az": text => text === "yes",
  "jobs": text => text.split(/[ ,]+/).filter(Boolean).map(Number), // those left out
};

// --- Limits and sizes.
const fractions = texts => Object.entries(texts).map(([name, text]) => [name, fraction(text)]), WORK = fractions(DATA.work);
for (const board of DATA.boards)
  for (const [index, one] of board.configurations.entries()) {
    const latency = one.latency ?? Infinity, tie = "tie" in one ? one.tie ?? Infinity : latency, work = one.work ? fractions(one.work) : WORK;
    const facts = one.facts || (latency < Infinity ? [[UNITS.ms(latency), "latency"]] : []);
    Object.assign(one, { index, board, latency, tie, work, facts, rate: fraction(one.rate), price: fraction(one.price), multiple: one.multiple || 1, notes: one.notes || [] });
  }
function missBy({ isMax, bound, isSingle }, value) {
  if (isMissing(value) || value === Infinity) return Infinity;
  const miss = isMax ? value - bound : bound - value;
  return miss <= 0 || (isSingle && miss <= max(abs(value), abs(bound)) / 2 ** 23) ? 0 : miss / (abs(bound) || 1);
}
function judge(limit, value, missing = `${limit.name} is missing`) { // by how much a limit is missed, and how
  const miss = missBy(limit, value), { name, bound, isMax } = limit, show = UNITS[limit.unit];
  if (!miss || miss === Infinity) return [miss, miss && missing];
  let more = 0;
  while (more < 16 && show(value, more) === show(bound, more)) more++;
  return [miss, `${name} ${show(value, more)} is ${isMax ? "above" : "below"} ${show(bound, max(more, 8))}`];
}
function sizingOf(values) {
  const limit = (name, unit, isSingle) => values[name] === null ? [] : [{ name, unit, isSingle, isMax: true, bound: values[name] }];
  const onCost = limit("monthly-cost", "usd/month", true);
  return { utilization: values.utilization, min: values["min-instances"], zone: values["survive-az"], onLatency: limit("latency", "ms").map(own => ({ ...own, name: DATA.options.latency[1].slice(0, -1) })), onCost, planned: [...onCost, ...DATA.limits] };
}
const measured = (one, { onLatency }) => [...onLatency.map(limit => judge(limit, one.latency, one.missing)), ...one.fixed];
const keeps = (one, sizing) => measured(one, sizing).every(([, miss]) => !miss);
const multipleOf = (instances, { multiple }) => ceil(instances / multiple) * multiple;
const fleetOf = (carrying, sizing) => multipleOf(max(sizing.zone ? max(ceil(carrying * 1.5), 2) : carrying, sizing.min), sizing);
const carriedBy = (most, sizing) => floor(floor(most / sizing.multiple) * sizing.multiple * (sizing.zone ? 2 / 3 : 1) + 1e-9);

// --- Plans.
// The price is that of an instance for an hour, or of a request a minute for one.
function plan(one, traffic, all) {
  const sizing = { ...all, multiple: one.multiple }, p = { one, traffic, problems: one.problems, distance: 0, isBeaten: false, month: null, tasks: [], values: {} };
  if (!p.problems.length) size(p, traffic, sizing);
  if (p.hour) p.month = double(times(p.hour, whole(HOURS)));
  if (p.hour && p.month === null) Object.assign(p, { hour: null, problems: ["its cost is too large to compute"] });
  p.values.instances = p.fleet;
  if (p.hour) Object.assign(p.values, { "cost-per-hour": double(p.hour), "monthly-cost": p.month });
  if (p.hour) for (const [name, multiple] of one.work) p.values[name] = double(over(times(p.hour, multiple), traffic.average));
  const hasPlan = !p.problems.length, results = [...measured(one, sizing), ...(hasPlan ? sizing.planned.map(limit => judge(limit, p.values[limit.name])) : [])];
  p.why = [...p.problems, ...results.map(([, miss]) => miss).filter(Boolean)];
  p.distance = results.reduce((sum, [distance]) => sum + (distance ?? Infinity), hasPlan ? 0 : p.distance || Infinity);
  p.isAble = !p.why.length;
  return p;
}
function size(p, { peak, average }, sizing) {
  const { one } = p, isFleet = !one.serverless, usable = times(one.rate, sizing.utilization), [n, d] = over(peak, usable), needed = Number(n / d + BigInt(n % d > 0n));
  const count = isFleet ? fleetOf(needed, sizing) : needed, carried = isFleet ? carriedBy(count, sizing) : MAX_CONCURRENCY, next = fleetOf(carried + 1, sizing);
  if (count > MOST_INSTANCES) return p.problems = [isFleet ? "it needs more than 1,000,000 instances" : "it needs a concurrency of more than 1,000,000"];
  Object.assign(p, { [isFleet ? "fleet" : "concurrency"]: count, hour: one.price && times(one.price, isFleet ? whole(count) : average), top: times(usable, whole(carried)) });
  if (isFleet) {
    p.utilization = double(over(peak, times(one.rate, whole(count))));
    p.beyond = next > MOST_INSTANCES ? "" : `; more traffic takes ${grouped(next)} instances`;
    if (count === 1) p.note = "1 instance has no redundancy (plan for it with --survive-az)";
    else if (sizing.zone && one.price) p.note = `survives the loss of a zone (${usd(double(times(one.price, whole(HOURS * multipleOf(max(needed, sizing.min), sizing)))))}/month without)`;
  } else if (count <= MAX_CONCURRENCY) {
    p.beyond = `; serverless is limited to a concurrency of ${MAX_CONCURRENCY}`;
    p.tasks = count > (one.concurrency ?? count) ? [`raise MaxConcurrency from ${one.concurrency} to ${count}`, ...one.tasks] : one.tasks;
  } else {
    p.problems = [`it needs a concurrency of ${grouped(count)}, and serverless is limited to ${MAX_CONCURRENCY}`];
    p.distance = (count - MAX_CONCURRENCY) / MAX_CONCURRENCY;
  }
}
const byHour = (a, b) => a && b ? compare(a, b) : order(!a, !b);
const preference = (a, b) => b.isAble - a.isAble || order(a.distance, b.distance) || byHour(a.hour, b.hour) || order(a.one.tie, b.one.tie) || a.isBeaten - b.isBeaten;

// --- What a month costs just above any rate, in doubles: what differs by a billionth is equal.
const NEAR = 1e-9;
function curveOf(one, all) {
  const sizing = { ...all, multiple: one.multiple }, usable = double(one.rate) * double(sizing.utilization), price = double(one.price) * HOURS, isAble = keeps(one, sizing), work = new Map(one.work);
  const end = usable * MAX_CONCURRENCY, step = rate => floor(rate / usable) + 1, fleet = rate => fleetOf(step(rate), sizing);
  if (one.serverless) return { one, sizing, isAble, end, step: 0, price: 0, ofRequest: price, next: () => end, month: rate => rate > end ? Infinity : rate * price };
  const ofRequest = price / usable * (sizing.zone ? 1.5 : 1), month = rate => fleet(rate) > MOST_INSTANCES ? Infinity : fleet(rate) * price;
  const least = sizing.planned.filter(limit => !limit.isMax).map(({ name, bound }) => work.has(name) ? bound * HOURS / double(work.get(name)) - ofRequest : 0);
  const last = min(...least.filter(more => more > ofRequest * NEAR).map(more => (4 * one.multiple + sizing.min) * price / more)); // above it, requests cost too little
  return { one, sizing, isAble, end: last, step: usable, price, ofRequest, fleet, next: rate => step(rate) * usable, month };
}
function valuesAt(curve, rate) {
  const month = curve.month(rate);
  const work = curve.one.work.map(([name, multiple]) => [name, month / HOURS / rate * double(multiple)]);
  return { ...Object.fromEntries(work), "cost-per-hour": month / HOURS, "monthly-cost": month, instances: curve.fleet && curve.fleet(rate) };
}
function fits(curve, rate, { planned }) {
  const values = planned.length ? valuesAt(curve, rate) : {};
  return curve.month(rate) < Infinity && planned.every(limit => !missBy({ ...limit, isSingle: curve.fleet || /million|inference/.test(limit.name) }, values[limit.name]));
}
function isBetter(curve, best, rate) { // cheaper, or as cheap and faster
  const more = curve.month(rate) - best.month(rate), least = best.month(rate) * NEAR / 1000;
  return more < -least || (more <= least && curve.one.tie < best.one.tie);
}
const cheapest = (curves, rate, sizing) => curves.filter(curve => fits(curve, rate, sizing)).reduce((best, curve) => best && !isBetter(curve, best, rate) ? best : curve, undefined);
// Until which rate the cheapest stays it, and what is then: at each rate at which a cost changes or meets
// a limit or another cost, as long as a rival can become cheaper.
function crossover(winner, { able, sizing }, start) {
  const { multiple } = winner.one, settled = start + winner.step * (carriedBy(fleetOf(1, winner.sizing), winner.sizing) + 4 * multiple);
  for (let rate = start, looks = 0; looks < 1e5; looks++) {
    const now = rate * (1 + NEAR), rivals = able.filter(curve => curve === winner || lastWin(winner, curve, settled) > rate);
    if (cheapest(rivals, now, sizing) !== winner) return { until: rate, then: cheapest(able, now, sizing) };
    if (winner.fleet && rivals.length === 1 && rate >= settled) { // its fleet grows up to a limit, or to any size
      let [low, high] = [floor(now / winner.step), MOST_INSTANCES];
      while (low < high) {
        const middle = floor((low + high) / 2);
        if (fits(winner, middle * winner.step * (1 + NEAR), sizing)) low = middle + 1; else high = middle;
      }
      rate = high * winner.step;
      if (winner.month(rate * (1 + NEAR)) === Infinity) return {};
    } else {
      const meets = rivals.flatMap(curve => [winner.month(now) / curve.month(now), ...sizing.planned.map(({ name, bound }) => valuesAt(curve, now)[name] / bound)]);
      rate = min(...[...rivals.map(curve => curve.next(now)), ...meets.filter(ratio => abs(ratio - 1) > NEAR).flatMap(ratio => [now * ratio, now / ratio])].filter(change => change > now));
    }
  }
  return null;
}
function lastWin(winner, other, settled) { // from which rate on another one cannot be cheaper
  const more = other.ofRequest - winner.ofRequest, least = NEAR * winner.ofRequest;
  if (more < -least) return other.end;
  return min(other.end, settled + (more > least ? 2 * winner.price * winner.one.multiple / more : 4 * (winner.step * winner.one.multiple + other.step * other.one.multiple)));
}

// --- The answer in words.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
const fleetName = p => p.fleet ? `${grouped(p.fleet)} × ${p.one.name}` : p.one.name;
const headline = p => !p ? ["No configuration was measured"] : p.isAble ? [fleetName(p), p.month === null ? "cost unknown" : `${usd(p.month)} a month`] : ["Nothing meets these limits"];
function conditions({ traffic, sizing }) {
  const texts = limits => limits.map(limit => `${limit.name} at most ${UNITS[limit.unit](limit.bound, 8)}`);
  return [
    `For ${traffic.label} at ${share(double(sizing.utilization))} utilization`, ...(sizing.min > 1 ? [`at least ${grouped(sizing.min)} instances`] : []), ...(sizing.zone ? ["without one of three zones"] : []),
    ...texts(sizing.onLatency), ...DATA.conditions[0], ...texts(sizing.onCost), ...DATA.conditions[1],
  ].join(", ") + ":";
}
function reason({ ranked, total }) {
  const [best, next] = ranked, able = ranked.filter(p => p.isAble).length;
  if (!able) return `The nearest is ${fleetName(best)}: ${best.why.join("; ")}.`;
  if (total === 1) return "It is the only configuration that was measured.";
  if (able === 1) return `It is the only feasible one of ${grouped(total)}; the table says why the others are not.`;
  const first = best.hour ? "cheapest" : "fastest", place = able === ranked.length ? `It is the ${first} of all ${grouped(total)} configurations` : `${grouped(able)} of ${grouped(total)} configurations meet the conditions, and this is the ${first}`;
  const price = next.hour ? ` at ${usd(next.month)}${best.hour[0] ? ` (${signed(change(next.hour, best.hour))})` : ""}` : ", cost unknown";
  return `${place}; next is ${fleetName(next)}${price}.`;
}
function stays(view) {
  const [best] = view.ranked, curve = view.able.find(curve => curve.one === best.one), holds = best.isAble && curve && !view.traffic.varies && crossover(curve, view, double(view.traffic.peak));
  if (!holds) return "";
  if (!holds.until) return " It stays the cheapest at any higher traffic.";
  return ` It is the cheapest up to ${perMinute(holds.until)}; above that, ${holds.then ? `${holds.then.one.name} is` : "nothing meets the conditions"}.`;
}
function fromToday({ ranked: [{ isAble, hour }] }) {
  if (!DATA.today || !isAble) return "";
  const per = fraction(DATA.today.hour), more = hour[0] * per[1] > per[0] * hour[1], ratio = per[0] ? abs(change(hour, per)) : null, [a, b] = [hour, per].map(double);
  if (abs(a - b) <= max(a, b) / 2 ** 23) return ` That is as much as ${DATA.today.name}.`;
  const month = abs(double([(hour[0] * per[1] - per[0] * hour[1]) * BigInt(HOURS), hour[1] * per[1]]));
  return ` That is ${usd(month)}/month${ratio === null ? "" : ` (${share(ratio)})`} ${more ? "more" : "less"} than ${DATA.today.name}.`;
}
const why = view => reason(view) + stays(view) + fromToday(view);
function facts({ one, top, traffic, utilization, values, beyond }) {
  const room = compare(top, traffic.peak) > 0 ? signed(change(top, traffic.peak)) : "no room left", [name, unit] = DATA.cost;
  const shown = [[utilization === undefined ? "" : share(utilization), "utilized"], ...one.facts, [isMissing(values[name]) ? "" : ofMillion(values[name]), unit]];
  return [...shown, [perMinute(double(top)), `capacity (${room})${beyond}`]].filter(([value]) => value);
}
function answer(view) {
  const [best] = view.ranked, [fleet, price] = headline(best), list = (name, items) => element("ul", { class: name }, ...items.map(item => element("li", {}, ...item)));
  const parts = [element("p", { class: "for" }, conditions(view)), element("p", { class: "big" }, element("strong", {}, fleet, ...(price ? [", ", element("span", { class: "price" }, price)] : [])))];
  if (best) parts.push(element("p", { class: "why" }, why(view)));
  if (price) parts.push(list("facts", facts(best).map(([value, text]) => [element("b", {}, value), ` ${text}`])), list("to-do", [...best.tasks, best.note, ...best.one.notes].filter(Boolean).map(text => [text])));
  return element("div", {}, ...parts);
}

// --- The state: what the controls say, in the address too.
const START = DATA.state, KEYS = Object.keys(START), control = (key, part = "") => document.getElementById(key + part);
let state = { ...START }, values = {};
const isStart = () => KEYS.every(key => state[key] === START[key]);
function read() { // what cannot be read stays what it was
  for (const key of KEYS) {
    let problem = "";
    try { values[key] = READERS[key](state[key]); } catch (error) { problem = error.message; }
    if (control(key, "-error")) control(key, "-error").textContent = problem;
    if (control(key)) control(key).setAttribute("aria-invalid", problem !== "");
  }
}
function fromAddress() {
  const pairs = [...new URLSearchParams(location.hash.slice(1))].filter(([key, value]) => key in START && /^[\w/.,%$ +-]{0,40}$/.test(value));
  state = { ...START, ...Object.fromEntries(pairs) };
}
function toAddress() {
  const changed = KEYS.filter(key => state[key] !== START[key]).map(key => `${key}=${encodeURIComponent(state[key])}`);
  try { history.replaceState(null, "", changed.length ? `#${changed.join("&")}` : location.pathname + location.search); } catch { /* in a sandbox */ }
}
const quoted = word => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'"'"'`)}'`;
function command(board) {
  const jobs = board.jobs.filter((_, at) => !values.jobs.includes(at + 1)), names = DATA.boards.length === 1 && jobs.length === board.jobs.length ? DATA.texts : jobs;
  const options = KEYS.flatMap(key => {
    const typed = state[key].replace(/\s/g, ""), [option, before = "", usual = ""] = DATA.options[key];
    const text = key === "utilization" && !/%$|^0?\.|^1$/.test(typed) ? `${typed}%` : typed;
    return !option || typed === usual ? [] : typed === "yes" ? [option] : [option, before + text];
  });
  const traffic = state.traffic.trim() ? [] : DATA.traffic, name = traffic.length || state.traffic.trim() ? "plan" : "report";
  return ["irctl", name, ...names].map(quoted).join(" ") + DATA.account + [...traffic, ...options, ...DATA.more].map(word => ` ${quoted(word)}`).join("");
}

// --- The page in a state.
const answers = all("#answer .of-board").map(place => ({ place, own: [...place.childNodes] }));
let announcing = 0, isQueued = false, pinned = null, mode = "bill";
function viewOf(board, sizing, traffic) {
  const chosen = board.configurations.filter(one => !values.jobs.includes(one.job + 1)), tops = new Map(); // of each benchmark, the highest concurrency with a throughput and within the limits
  for (const one of chosen) if (one.sweep && one.rate && keeps(one, sizing) && !(tops.get(one.job)?.sweep >= one.sweep)) tops.set(one.job, one);
  const topOver = one => (top => top !== one && top?.sweep >= one.sweep ? top : null)(tops.get(one.job));
  const curves = chosen.filter(one => !one.problems.length && one.price).map(one => topOver(one) ? { ...curveOf(one, sizing), isAble: false } : curveOf(one, sizing));
  const ranked = traffic ? chosen.map(one => {
    const p = plan(one, traffic, sizing), top = topOver(one);
    return top ? Object.assign(p, { why: [top.beaten], isAble: false, isBeaten: true, distance: Infinity }) : p;
  }).sort(preference) : [];
  return { board, tops: [...tops.values()], kept: chosen.filter(one => keeps(one, sizing)), sizing, traffic, ranked, curves, able: curves.filter(curve => curve.isAble), total: chosen.length < board.configurations.length ? chosen.length : board.measured };
}
function draw() {
  read();
  const sizing = sizingOf(values), spoken = [];
  for (const [at, board] of DATA.boards.entries()) {
    const views = values.traffic.map(traffic => viewOf(board, sizing, traffic)), [first = viewOf(board, sizing)] = views;
    answers[at].place.replaceChildren(...(isStart() || !views.length ? answers[at].own : views.map(answer)));
    spoken.push(...views.map(view => headline(view.ranked[0]).join(", ")));
    if (views.length) tables[at](first.ranked);
    if (views.length) for (const heading of [find("#answer-heading"), find(`#configurations-${at} .groups th`)].filter(Boolean)) heading.textContent = heading.id ? "What to deploy" : "At this traffic";
    for (const picture of pictures[at]) picture(first, views);
    for (const one of board.configurations) if (one.button) one.button.setAttribute("aria-pressed", one === pinned);
  }
  find("#command").textContent = DATA.boards.map(command).join("\n");
  find("#reset").disabled = isStart();
  for (const key of KEYS) {
    const input = control(key), slider = control(key, "-slider");
    if (input && input.type === "checkbox") input.checked = values[key];
    else if (input && input !== document.activeElement) input.value = state[key];
    if (slider && slider !== document.activeElement) slider.value = SLIDERS[key].place(values[key]) ?? slider.max;
    if (slider) slider.setAttribute("aria-valuetext", state[key] || "any");
  }
  for (const box of all("[data-job]")) box.checked = !values.jobs.includes(Number(box.dataset.job));
  for (const button of all("[data-mode]")) button.setAttribute("aria-pressed", button.dataset.mode === mode);
  clearTimeout(announcing);
  if (!isStart()) announcing = setTimeout(() => { find("#announcement").textContent = spoken.join("; "); }, 700);
}
function set(key, value) {
  state[key] = value;
  if (!isQueued) requestAnimationFrame(() => { isQueued = false; draw(); toAddress(); });
  isQueued = true;
}
const CELLS = {
  why: (p, isBest) => p.isAble ? [isBest && p.hour ? "cheapest" : "feasible", ...p.tasks].join("; ") : p.why.join("; "),
  instances: p => p.fleet && grouped(p.fleet),
  max_concurrency: p => p.concurrency && grouped(p.concurrency),
  ...Object.fromEntries([["cost_per_million_requests_usd", "cost-per-million"], ["cost_per_million_output_tokens_usd", "cost-per-1m-tokens"]].map(([key, name]) => [key, p => isMissing(p.values[name]) ? "" : ofMillion(p.values[name])])),
  expected_utilization: p => p.utilization === undefined ? "" : share(p.utilization),
};
const tables = all("table.configurations").map((table, at) => {
  const headings = all("thead tr:last-child th", table), rows = all("tbody tr", table), board = DATA.boards[at];
  const cell = (row, key) => row.cells[headings.findIndex(heading => heading.dataset.key === key)];
  let shown = rows, sorted = null, way = 1;
  function worth(row) { // numbers by size, and last what is missing
    const text = cell(row, sorted).textContent, value = parseFloat(text.replace(/[$,]/g, ""));
    return text === "-" ? undefined : isNaN(value) ? text : value;
  }
  function arrange() {
    const compared = (a, b) => order(a === undefined, b === undefined) || way * order(a, b);
    find("tbody", table).append(...(sorted ? [...shown].sort((a, b) => compared(worth(a), worth(b))) : shown));
  }
  for (const heading of headings) {
    heading.append(element("button", { type: "button" }, ...heading.childNodes));
    heading.firstChild.addEventListener("click", () => {
      sorted = heading.dataset.key;
      way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      headings.forEach(other => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      arrange();
    });
  }
  for (const one of board.configurations.filter(one => one.row !== null)) {
    const heading = find("th", rows[one.row]);
    one.button = element("button", { type: "button" }, heading.firstChild);
    heading.prepend(one.button);
    one.button.addEventListener("click", () => { pinned = pinned === one ? null : one; draw(); });
  }
  return ranked => {
    const plans = ranked.filter(p => p.one.row !== null), highest = max(...ranked.map(p => p.isAble ? p.month : 0));
    shown = plans.map(p => rows[p.one.row]);
    for (const row of rows) row.hidden = !shown.includes(row);
    for (const p of plans) {
      const row = rows[p.one.row], isBest = p === ranked[0] && p.isAble, bill = cell(row, "bill");
      row.className = isBest ? "best" : p.isAble ? "" : "no";
      find("span", bill).textContent = p.month === null ? "-" : usd(p.month);
      find("rect", bill).setAttribute("width", highest ? min(p.month / highest, 1) * 100 : 0);
      for (const [key, text] of Object.entries(CELLS)) if (cell(row, key)) cell(row, key).textContent = text(p, isBest) || "-";
    }
    arrange();
  };
});

// --- Pictures: what irctl drew moves, by whole pixels; what is new is a copy of a hidden part.
const tenth = value => round(value * 10) / 10;
const moved = (group, x, y) => { group.setAttribute("transform", `translate(${tenth(x)} ${tenth(y)})`); return group; };
const parts = (svg, ...names) => names.flatMap(name => all(`[data-part=${name}]`, svg));
const numberOf = group => Number(group.dataset.number);
function copyOf(svg, name, text, sizes = {}) {
  const copy = find(`[data-part=new-${name}]`, svg).cloneNode(true);
  find("text", copy).textContent = text;
  for (const [key, value] of Object.entries(sizes)) find("rect", copy).setAttribute(key, tenth(value));
  return copy;
}
function scaleOf(text) {
  const [kind, ...ends] = text.split(" "), [low, high, start, end] = ends.map(Number), [way, back] = kind === "log" ? [log10, value => 10 ** value] : [Number, Number];
  const length = way(high) - way(low), scale = value => start + (way(min(max(value, low), high)) - way(low)) / length * (end - start);
  return Object.assign(scale, { start, end, value: place => back(way(low) + (place - start) / (end - start) * length) });
}
function emphasize(svg, board, able) { // what is able, or pinned
  svg.classList.toggle("pinned", pinned !== null && pinned.board === board);
  for (const group of all("[data-number]", svg)) {
    group.classList.toggle("pinned", pinned !== null && numberOf(group) === pinned.number);
    if (able.some(one => one.number === numberOf(group))) group.removeAttribute("opacity");
    else group.setAttribute("opacity", find("text", group) ? 0.65 : 0.22);
  }
}
function limitAt(svg, scale, bound, text, isAcross = false) {
  const place = scale(bound), far = scale.end - place, copy = copyOf(svg, "limit", `limit ${text}`, isAcross ? { width: far } : { y: far, height: -far }), name = find("text", copy);
  const at = (part, key) => Number(part.getAttribute(key)), right = at(name, "x") + 7 * text.length + 42; // "limit "
  const isUnder = ({ lastChild: own }) => abs(at(own, "y") - place + 5) < 14 && at(own, "x") - (own.getAttribute("text-anchor") ? 7 * own.textContent.length : 0) < right;
  if (!isAcross && parts(svg, "name").some(isUnder)) { // then at the other end
    name.setAttribute("text-anchor", "end");
    name.setAttribute("x", scaleOf(find("[data-part=chart]", svg).dataset.x).end - 6);
  }
  if (isAcross && far < 90) { name.setAttribute("text-anchor", "end"); name.setAttribute("x", -name.getAttribute("x")); }
  return isAcross ? moved(copy, place, 0) : moved(copy, 0, place);
}
const lineThrough = points => points.map(([x, y], at) => {
  const [before = null, after] = [-1, 1].map(step => points[at + step] && points[at + step][1]);
  return y === null || (y === before && y === after) ? "" : `${before === null ? "M" : "L"}${tenth(x)} ${tenth(y)}`;
}).join("");
function makeBill(svg) {
  const own = find("[data-part=chart]", svg), x = scaleOf(own.dataset.x), dollars = scaleOf(own.dataset.y);
  return ({ board, able, sizing, curves }, views) => {
    const chart = own.cloneNode(true), isBill = mode === "bill", y = isBill ? dollars : scaleOf(`linear 0 100 ${dollars.start} ${dollars.end}`);
    find("[data-part=chart]", svg).replaceWith(chart);
    emphasize(svg, board, able.map(curve => curve.one));
    if (isStart() && isBill) return;
    const looks = [], names = new Map(parts(chart, "name").map(group => [numberOf(group), group]));
    for (let place = x.start; place <= x.end; place++) looks.push({ place, rate: x.value(place), best: cheapest(able, x.value(place), sizing) });
    function height(cost, rate, best) {
      if (isBill) return cost < Infinity ? y(cost) : null;
      const more = best ? (cost / best.month(rate) - 1) * 100 : Infinity;
      return more <= 100 ? y(more) : null;
    }
    parts(chart, "cursor", "plans", "mark", "limit", "leader").forEach(group => group.remove());
    if (!isBill) parts(chart, "y-axis")[0].replaceWith(copyOf(svg, "axis", "More than the cheapest"));
    for (const group of parts(chart, "curve")) {
      const curve = curves.find(curve => curve.one.number === numberOf(group)), path = group.firstChild, { x: end, y: place } = names.get(numberOf(group)).dataset;
      const points = curve ? looks.map(({ place, rate, best }) => [place, height(curve.month(rate), rate, best)]) : [];
      if (isBill && points.length && points.at(-1)[1] !== null) points.push([end - 6, Number(place)]);
      path.setAttribute("d", lineThrough(points) || "M0 0");
      group.replaceChildren(path);
    }
    if (isBill) chart.append(...sizing.onCost.map(({ bound }) => limitAt(svg, y, bound, usd(bound))));
    for (const { traffic, ranked } of views) {
      const rate = double(traffic.peak), place = x(rate), half = traffic.label.length * 4 + 8, isLeft = place > x.end - 90;
      chart.append(moved(copyOf(svg, "cursor", traffic.label, { x: -half, width: 2 * half }), place, 0));
      for (const p of ranked.filter(p => p.isAble && names.has(p.one.number)).reverse()) {
        const name = names.get(p.one.number), top = height(p.month, rate, cheapest(able, rate * (1 - NEAR), sizing));
        if (top === null) continue;
        chart.append(moved(name.firstChild.cloneNode(true), place - name.dataset.x, top - name.dataset.y));
        if (p !== ranked[0]) continue;
        const price = moved(copyOf(svg, "price", usd(p.month)), place + (isLeft ? -12 : 12), top - (isBill ? 0 : 28));
        price.setAttribute("text-anchor", isLeft ? "end" : "start");
        chart.append(price);
      }
    }
    drawRibbon(svg, parts(chart, "ribbon")[0], looks);
  };
}
function drawRibbon(svg, ribbon, looks) { // without changes that do not last five pixels
  const stretches = [];
  looks.forEach(({ place, best }, at) => {
    const last = stretches.at(-1), later = looks[min(at + 5, looks.length - 1)].best;
    if (!last || (best !== last.best && best === later && place - last.place >= 5)) stretches.push({ best, place });
  });
  ribbon.replaceChildren(...stretches.map(({ best, place }, at) => {
    const width = (stretches[at + 1] || looks.at(-1)).place - place, text = best ? best.one.name.replaceAll("ml.", "") : "nothing feasible";
    const copy = copyOf(svg, "stretch", text.length * 6.8 + 8 > width ? "" : text, { x: -width / 2, width: max(width - 1, 1) });
    find("rect", copy).setAttribute("class", `f-${best ? best.one.role : "band"}`);
    find("text", copy).setAttribute("class", best ? `f-on-${best.one.role}` : "f-dim");
    return moved(copy, place + width / 2, ribbon.dataset.y);
  }));
}
function makeTradeoff(svg) {
  const { axis } = find("[data-part=new-limit]", svg).dataset, scale = scaleOf(find("[data-part=chart]", svg).dataset[axis]), limits = find("[data-part=limits]", svg), own = [...limits.childNodes];
  limits.parentNode.append(limits); // over the curves, as its names are not laid out again
  return view => {
    limits.replaceChildren(...(isStart() ? own : view.sizing.onLatency.map(({ bound }) => limitAt(svg, scale, bound, UNITS.ms(bound, 8), axis === "x"))));
    emphasize(svg, view.board, view.kept);
    const rings = isStart() || !(view.sizing.onLatency.length + DATA.conditions[0].length) ? [] : parts(svg, "new-ring").filter(ring => view.tops.some(one => one.number === numberOf(ring)));
    limits.append(...rings.map(ring => ring.cloneNode(true)));
    for (const ring of parts(svg, "ring")) ring.setAttribute("display", isStart() ? "inline" : "none");
  };
}
const drawn = name => all(`${name} figure svg`).filter(svg => find("[data-part=chart]", svg));
const pictures = DATA.boards.map((_, at) => [...drawn(`#bill-${at}`).map(makeBill), ...drawn(`#tradeoff-${at}`).map(makeTradeoff)]);
for (const svg of drawn(".bill")) { // over the chart, the pointer moves the traffic
  const x = scaleOf(find("[data-part=chart]", svg).dataset.x);
  const move = event => {
    const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    if (event.buttons === 1) set("traffic", SLIDERS.traffic.text(x.value(min(max(place, x.start), x.end))));
  };
  svg.classList.add("movable");
  svg.addEventListener("pointerdown", event => { svg.setPointerCapture(event.pointerId); move(event); });
  svg.addEventListener("pointermove", move);
}

// --- Controls.
const short = value => Number(value.toPrecision(2));
const hundredths = value => isMissing(value) ? null : log10(value) * 100; // of a power of ten
const SLIDERS = { // at the end, a limit is none
  "traffic": { place: ([first]) => first ? hundredths(double(first.peak)) : 0, text: value => value >= 60 ? `${short(value / 60)}${NOUN}/s` : `${short(value)}${NOUN}/min` },
  "latency": { place: hundredths, text: value => `${short(value)}ms`, isLimit: true },
  "monthly-cost": { place: hundredths, text: value => String(short(value)), isLimit: true },
  "utilization": { place: value => double(value) * 100, text: (_, place) => `${place}%` },
};
const on = (selector, event, react) => all(selector).forEach(target => target.addEventListener(event, () => react(target)));
for (const key of KEYS) {
  on(`#${key}`, "input", ({ type, checked, value }) => set(key, type === "checkbox" ? checked ? "yes" : "" : value));
  on(`#${key}-slider`, "input", ({ value, max }) => set(key, SLIDERS[key].isLimit && value === max ? "" : SLIDERS[key].text(10 ** (value / 100), value)));
}
on("[data-job]", "change", () => set("jobs", all("[data-job]").filter(box => !box.checked).map(box => box.dataset.job).join(",")));
on("[data-mode]", "click", button => { mode = button.dataset.mode; draw(); });
on("#reset", "click", () => {
  state = { ...START };
  draw();
  toAddress();
  if (!values.traffic.length) location.reload(); // to the table of no traffic
});
on("#print", "click", () => print());
on("#theme", "click", () => {
  const root = document.documentElement, isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});
on("#copy", "click", async button => {
  const say = text => { button.textContent = text; setTimeout(() => { button.textContent = "Copy"; }, 1500); };
  try { await navigator.clipboard.writeText(find("#command").textContent); say("Copied"); } catch { getSelection().selectAllChildren(find("#command")); say("Selected"); }
});
function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 5000);
}
on("#save-data", "click", () => save("irctl-report.json", "application/json", find("#data").textContent));
on("[data-save]", "click", button => { // as it is seen, with its colours
  const shown = all("figure svg", button.closest("section")).find(svg => svg.getBoundingClientRect().width), copy = shown.cloneNode(true), copies = all("*", copy);
  all("*", shown).forEach((part, at) => { for (const name of ["fill", "stroke"]) copies[at].setAttribute(name, getComputedStyle(part)[name]); });
  copy.style.background = getComputedStyle(shown.closest(".card")).backgroundColor;
  save(`${button.dataset.save}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(copy));
});
addEventListener("hashchange", () => { fromAddress(); draw(); });

// --- What irctl computed must come out here too.
read();
const results = DATA.boards.flatMap(board => {
  const of = traffic => viewOf(board, sizingOf(values), traffic), shown = ({ ranked }) => ranked.map(p => [p.one.index, p.fleet ?? p.concurrency ?? null, p.month === null ? null : usd(p.month)].join());
  return [
    ...board.checks.flatMap(({ traffic, plans }) => { const own = shown(of(readRate(traffic))); return plans.map((text, at) => text === own[at]); }),
    ...board.answers.map((text, at) => { const view = of(values.traffic[at]), [best] = view.ranked; return [...headline(best), ...(best ? [why(view)] : [])].join() === text; }),
  ];
});
const right = results.filter(Boolean).length, total = results.length;
find("#self-check").textContent = DATA.messages[right === total ? "right" : "wrong"].replace("{right}", right).replace("{total}", total);
find("#self-check").className = right === total ? "good" : "bad";
for (const hidden of all(".interactive[hidden]")) hidden.hidden = false;
for (const other of all(".static")) other.hidden = true;
fromAddress();
draw();
document.documentElement.dataset.selfCheck = `${right} of ${total}`;
})();
