"use strict";
// The script of the page: it plans again as irctl does (irctl/decisions), in exact fractions, when
// its reader changes the traffic or the limits. It asks nothing of the network, and it writes texts
// as text, never as HTML.
(() => {
const DATA = JSON.parse(document.getElementById("data").textContent);
const START = DATA.state;
const MOST_INSTANCES = 10n ** 6n, MAX_CONCURRENCY = 200n, HOURS_PER_MONTH = 730n;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// --- Exact fractions: [numerator, denominator], the denominator above 0.
const times = (a, b) => [a[0] * b[0], a[1] * b[1]];
const over = (a, b) => b[0] < 0n ? [-a[0] * b[1], -a[1] * b[0]] : [a[0] * b[1], a[1] * b[0]];
const minus = (a, b) => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
const compare = (a, b) => { const d = a[0] * b[1] - b[0] * a[1]; return d < 0n ? -1 : d > 0n ? 1 : 0; };
const whole = n => [BigInt(n), 1n];
const floor = a => a[0] / a[1] - (a[0] % a[1] < 0n ? 1n : 0n);
const ceil = a => -floor([-a[0], a[1]]);
const least = (a, b) => a < b ? a : b, most = (a, b) => a > b ? a : b;
const lower = (a, b) => compare(a, b) < 0 ? a : b;
const fraction = text => text && text.split("/").map(BigInt);
const bits = n => n.toString(2).length;
// The nearest double; null beyond their range. Number() rounds a BigInt correctly, and the last bit
// stands for all that the division leaves.
function double([n, d]) {
  const sign = n < 0n ? -1 : 1, size = n < 0n ? -n : n;
  if (!size) return 0;
  const shift = Math.max(bits(d) - bits(size) + 66, 0), top = size << BigInt(shift);
  let value = Number(top / d | (top % d ? 1n : 0n));
  for (let left = shift; left; left -= Math.min(left, 512)) value /= 2 ** Math.min(left, 512);
  return Number.isFinite(value) ? sign * value : null;
}
// A decimal as it is written.
function decimal(text) {
  const [, sign, digits, after = "", power = "0"] = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  const exponent = Number(power) - after.length, size = BigInt((digits || "0") + after);
  const n = sign ? -size : size, scale = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? [n, scale] : [n * scale, 1n];
}
const exact = value => decimal(String(value));
const nearly = (a, b) => {
  const size = x => x[0] < 0n ? [-x[0], x[1]] : x, [x, y] = [size(a), size(b)];
  return compare(times(size(minus(a, b)), whole(2 ** 23)), compare(x, y) > 0 ? x : y) <= 0;
};
// The very value of a double, not the decimal that stands for it.
function binary(value) {
  let power = 0;
  while (!Number.isInteger(value)) { value *= 2; power++; }
  return [BigInt(value), 1n << BigInt(power)];
}

// --- Numbers as irctl shows them (irctl/output/numbers.py).
const halfEven = ([n, d]) => {
  const twice = 2n * (n % d), q = n / d;
  return twice > d || (twice === d && q % 2n) ? q + 1n : q;
};
const grouped = digits => digits.replace(/\B(?=(\d{3})+$)/g, ",");
function fixed(value, places) {
  const n = halfEven(times(binary(Math.abs(value)), [10n ** BigInt(places), 1n])).toString().padStart(places + 1, "0");
  const cut = n.length - places;
  return (value < 0 ? "-" : "") + grouped(n.slice(0, cut)) + (places ? "." + n.slice(cut) : "");
}
function significant(value, digits) { // the digits, and the power of ten of the first
  let power = Math.floor(Math.log10(value)), n;
  const scaled = p => { const by = digits - 1 - p, ten = 10n ** BigInt(Math.abs(by)); return halfEven(times(binary(value), by < 0 ? [1n, ten] : [ten, 1n])); };
  if (compare(binary(value), exact("1e" + power)) < 0) power--;
  else if (compare(binary(value), exact("1e" + (power + 1))) >= 0) power++;
  n = scaled(power);
  if (n >= 10n ** BigInt(digits)) n = scaled(++power);
  return [n.toString(), power];
}
function general(value, digits, withCommas = true) { // Python's format "g"
  if (!value) return "0";
  const sign = value < 0 ? "-" : "", [text, power] = significant(Math.abs(value), digits);
  if (power < -4 || power >= digits) {
    const rest = text.slice(1).replace(/0+$/, "");
    return `${sign}${text[0]}${rest && "." + rest}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const before = power < 0 ? "0" : text.slice(0, power + 1);
  const after = (power < 0 ? "0".repeat(-power - 1) + text : text.slice(power + 1)).replace(/0+$/, "");
  return sign + (withCommas ? grouped(before) : before) + (after && "." + after);
}
const number = (value, more = 0) => Number.isInteger(value) && Math.abs(value) < 1e15 ? fixed(value, 0) : general(value, 6 + more);
function usd(value, more = 0, digits = 4) {
  digits += more;
  const size = Math.abs(value), sign = value < 0 ? "-" : "";
  if (!size) return "$0.00";
  if (size >= 1e15 || size < 1e-4) return `${sign}$${general(size, digits - 1, false)}`;
  if (size >= 10 ** (digits - 2)) return `${sign}$${fixed(size, 2)}`;
  const [before, after] = fixed(size, digits - Math.floor(Math.log10(size)) - 1).split(".");
  return `${sign}$${before}.${after.replace(/0+$/, "").padEnd(2, "0")}`;
}
const ofMillion = (value, more = 0) => usd(value, more, 3);
const percent = (value, more) => (Math.abs(value) >= 1e15 ? general(value, 3 + more, false) : fixed(value, 1 + more)).replace(/(\.\d*?)0*$/, "$1").replace(/\.$/, "") + "%";
const share = value => general(value * 100, 3) + "%";
const change = value => (value < 0 ? "" : "+") + (Math.abs(value * 100) >= 1 ? fixed(value * 100, 0) : general(value * 100, 2, false)) + "%";
const rate = value => (value >= 10 ? fixed(value, 1).replace(/\.0$/, "") : general(value, 3, false)) + "/min";
const UNITS = {
  "usd/h": (v, more) => usd(v, more) + "/h",
  "usd": (v, more) => ofMillion(v * 1e6, more) + " per 1M",
  "usd/month": (v, more) => usd(v, more) + "/month",
  "usd/1M": (v, more) => ofMillion(v, more) + " per 1M",
  "%": percent,
  "/min": (v, more) => number(v, more) + "/min",
  "": number,
};
const quantity = (value, unit, more = 0) => (UNITS[unit] || ((v, m) => `${number(v, m)} ${unit}`))(value, more);
function withBound(value, bound, unit) {
  let more = 0;
  while (more < 16 && value !== bound && quantity(value, unit, more) === quantity(bound, unit, more)) more++;
  return [quantity(value, unit, more), quantity(bound, unit, Math.max(more, 8))];
}

// --- What people type (irctl/decisions/quantities.py).
const NUMBER = /^(-?)([1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|\d{1,330}(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})? ?([kmb]?)$/i;
const MULTIPLES = { "": 1, k: 1e3, m: 1e6, b: 1e9 };
const PER_MINUTE = {};
for (const [names, factor] of [["s sec second", [60n, 1n]], ["m min minute", [1n, 1n]], ["h hr hour", [1n, 60n]], ["d day", [1n, 1440n]]])
  for (const name of names.split(" ")) PER_MINUTE[name] = factor;
function readNumber(text) { // undefined for none
  const [, sign, digits, exponent = "", multiple] = NUMBER.exec(text.trim()) || [];
  if (digits === undefined) return undefined;
  const value = times(decimal(sign + digits.replace(/,/g, "") + exponent), whole(MULTIPLES[multiple.toLowerCase()]));
  return double(value) === null ? undefined : value;
}
const EXPECTED_RATE = "expected a rate of requests, such as 200/s, 12k/min, 90000/h or 5M/day";
function readRate(text) {
  const [amount, ...rest] = text.split("/").map(part => part.trim()), unit = rest.join("/");
  const value = readNumber(amount), hasUnit = rest.length > 0;
  if (!value || value[0] < 0n || (hasUnit && !/^[a-z]+$/i.test(unit))) throw new Error(`${EXPECTED_RATE}, got '${text}'`);
  if (!hasUnit) throw new Error(`${amount} has no unit of time: write ${amount}/s, ${amount}/min or ${amount}/day`);
  const factor = PER_MINUTE[unit.toLowerCase()];
  if (!factor) throw new Error(`unknown unit of time '${unit}' in '${text}': use s, min, h or day`);
  if (!value[0]) throw new Error(`a rate must be above 0, got '${text}'`);
  return { label: text.trim(), peak: times(value, factor), average: times(value, factor) };
}
function readRates(text) {
  const rates = text.split(/(?<!\d),|,(?!\d{3}(?:\D|$))/).map(readRate);
  return rates.filter((one, at) => rates.findIndex(other => !compare(one.peak, other.peak)) === at);
}
function readTraffic(text) {
  if (text.trim()) return readRates(text);
  if (DATA.given) return [{ ...DATA.given, peak: fraction(DATA.given.peak), average: fraction(DATA.given.average), varies: true }];
  return [];
}
function readUtilization(text) {
  const bare = text.trim(), isPercent = bare.endsWith("%");
  let value = readNumber(isPercent ? bare.slice(0, -1) : bare);
  if (value && (isPercent || compare(value, [1n, 1n]) > 0)) value = times(value, [1n, 100n]);
  if (!value || value[0] <= 0n || compare(value, [1n, 1n]) > 0) throw new Error(`expected a share above 0% up to 100%, such as 50%, got '${text}'`);
  return value;
}
function readCount(text) {
  const value = readNumber(text);
  if (!value || value[0] % value[1] || value[0] < value[1]) throw new Error(`expected a whole number from 1 on, got '${text}'`);
  return value[0] / value[1];
}
const readAmount = (name, example, suffix) => text => { // a double; null where there is no limit
  if (!text.trim()) return null;
  const [, bare, end] = suffix.exec(text.trim()), value = readNumber(bare.trim());
  const factor = { s: 1000n, us: [1n, 1000n] }[(end || "").toLowerCase()] || 1n;
  const amount = value && double(times(value, Array.isArray(factor) ? factor : [factor, 1n]));
  if (amount === undefined || amount === null) throw new Error(`expected a number for ${name}, such as ${example}, got '${text}'`);
  return amount;
};
const READERS = {
  "traffic": readTraffic,
  "utilization": readUtilization,
  "min-instances": readCount,
  "latency": readAmount("latency", "100ms", /^(.*?)(us|ms|s)?$/i),
  "monthly-cost": readAmount("monthly-cost", "500/month", /^(?:\$|usd)?(.*?)(?:\/month)?$/i),
  "survive-az": text => text === "yes",
  "jobs": text => new Set(text.split(/[ ,]+/).filter(Boolean).map(Number)),
};

// --- Planning (irctl/decisions/capacity.py and limits.py).
for (const board of DATA.boards)
  for (const [index, one] of board.configurations.entries())
    Object.assign(one, { index, board, one: fraction(one.one), price: fraction(one.price), latency: one.values[DATA.metrics.indexOf("latency")] });
const single = value => { const f = Math.fround(value); return Number.isFinite(f) ? f : null; };
function meets(limit, value) {
  if (value === null || value === undefined) return false;
  if (limit.max ? value <= limit.bound : value >= limit.bound) return true;
  if (!limit.single) return false;
  if (limit.plan) return nearly(exact(value), exact(limit.bound));
  return single(value) !== null && single(value) === single(limit.bound);
}
const shortfall = (limit, value) => value === null || value === undefined ? Infinity : meets(limit, value) ? 0 : Math.abs(value - limit.bound) / (Math.abs(limit.bound) || 1);
function missed(limit, value) {
  if (value === null || value === undefined) return `${limit.name} is missing`;
  const [shown, bound] = withBound(value, limit.bound, limit.unit);
  return `${limit.name} ${shown} is ${limit.max ? "above" : "below"} ${bound}`;
}
function fleetOf(carrying, sizing) {
  if (sizing.zone) carrying = most((3n * carrying + 1n) / 2n, 2n);
  return most(carrying, sizing.min);
}
const carryingOf = (fleet, sizing) => sizing.zone ? fleet - (fleet + 2n) / 3n : fleet;
function plan(one, traffic, sizing) {
  const p = { one, traffic, problems: one.problems, distance: one.problems.length ? Infinity : 0, hour: null, tasks: [], notes: [] };
  if (!p.problems.length) (one.serverless ? planServerless : planFleet)(p, sizing);
  p.month = p.hour && double(times(p.hour, whole(HOURS_PER_MONTH)));
  if (p.hour && p.month === null) Object.assign(p, { hour: null, problems: ["its cost is too large to compute"], distance: Infinity });
  const values = Object.fromEntries(DATA.metrics.map((name, at) => [name, one.values[at]]));
  if (p.hour) {
    p.million = double(times(over(p.hour, times(traffic.average, whole(60))), whole(10 ** 6)));
    values["cost-per-hour"] = double(p.hour); values["monthly-cost"] = p.month;
    values["cost-per-million"] = p.million; values["cost-per-inference"] = p.million === null ? undefined : p.million / 1e6;
  }
  if (p.fleet !== undefined) values.instances = Number(p.fleet);
  const limits = p.problems.length ? sizing.limits.filter(limit => !limit.plan) : sizing.limits;
  p.misses = limits.filter(limit => !meets(limit, values[limit.name])).map(limit => missed(limit, values[limit.name]));
  p.distance += limits.reduce((sum, limit) => sum + shortfall(limit, values[limit.name]), 0);
  p.why = [...p.problems, ...p.misses];
  p.feasible = !p.why.length;
  return p;
}
function planFleet(p, sizing) {
  const { one, traffic } = p, usable = times(one.one, sizing.utilization);
  const fleet = fleetOf(ceil(over(traffic.peak, usable)), sizing);
  if (fleet > MOST_INSTANCES) return Object.assign(p, { problems: ["it needs more than 1,000,000 instances"], distance: Infinity });
  p.fleet = fleet;
  p.hour = times(one.price, whole(fleet));
  p.utilization = double(over(traffic.peak, times(one.one, whole(fleet))));
  p.top = times(usable, whole(carryingOf(fleet, sizing)));
  p.larger = fleetOf(carryingOf(fleet, sizing) + 1n, sizing);
  if (fleet === 1n) p.notes = ["1 instance has no redundancy (plan for it with --survive-az)"];
  else if (sizing.zone) {
    const plain = times(one.price, whole(730n * most(ceil(over(traffic.peak, usable)), sizing.min)));
    p.notes = [`survives the loss of a zone (${usd(double(plain))}/month without)`];
  }
}
function planServerless(p, sizing) {
  const { one, traffic } = p, usable = times(one.one, sizing.utilization);
  const needed = ceil(over(traffic.peak, usable));
  if (needed > MOST_INSTANCES) return Object.assign(p, { problems: ["it needs a concurrency of more than 1,000,000"], distance: Infinity });
  p.concurrency = needed;
  p.hour = times(times(one.price, whole(60)), traffic.average);
  p.top = times(usable, whole(MAX_CONCURRENCY));
  if (needed > MAX_CONCURRENCY) {
    p.problems = [`it needs a concurrency of ${grouped(String(needed))}, and serverless is limited to ${MAX_CONCURRENCY}`];
    p.distance = Number(needed - MAX_CONCURRENCY) / Number(MAX_CONCURRENCY);
    return;
  }
  if (one.concurrency !== null && Number(needed) > one.concurrency) p.tasks.push(`raise MaxConcurrency from ${one.concurrency} to ${needed}`);
  if (one.provisioned) p.tasks.push(`ProvisionedConcurrency ${one.provisioned} is billed separately, by the hour, and is not included`);
}
const known = value => value === null || value === undefined ? Infinity : value;
const order = (a, b) => a === b ? 0 : a < b ? -1 : 1;
const byCost = (a, b) => a && b ? compare(a, b) : order(!a, !b);
const preference = (a, b) => order(!a.feasible, !b.feasible) || order(a.distance, b.distance) || byCost(a.hour, b.hour) || order(known(a.one.latency), known(b.one.latency));
function plans(board, traffic, sizing) {
  return board.configurations.filter(one => !sizing.without.has(one.job + 1)).map(one => plan(one, traffic, sizing)).sort(preference);
}
function sizingOf(values) {
  const changeable = [
    { name: "latency", max: true, bound: values.latency, unit: "ms" },
    { name: "monthly-cost", max: true, bound: values["monthly-cost"], unit: "usd/month", single: true, plan: true },
  ];
  return {
    utilization: values.utilization, min: values["min-instances"], zone: values["survive-az"], without: values.jobs,
    limits: [...changeable.filter(limit => limit.bound !== null), ...DATA.limits],
  };
}

// --- Until what traffic an answer holds (irctl/decisions/crossover.py). Undefined where a limit on
// the plan other than on its cost over time decides, or where it would take too long.
const TIMED = { "monthly-cost": whole(HOURS_PER_MONTH), "cost-per-hour": whole(1), "instances": null };
const MOST_COMPARED = 200000;
function curves(board, sizing) {
  const onPlan = sizing.limits.filter(limit => limit.plan);
  if (onPlan.some(limit => !(limit.name in TIMED) || !limit.max)) return undefined;
  const measured = sizing.limits.filter(limit => !limit.plan);
  const value = (one, limit) => one.values[DATA.metrics.indexOf(limit.name)];
  return board.configurations
    .filter(one => !one.problems.length && !sizing.without.has(one.job + 1) && measured.every(limit => meets(limit, value(one, limit))))
    .map(one => curve(one, onPlan, sizing));
}
function curve(one, onPlan, sizing) {
  const usable = times(one.one, sizing.utilization), tie = [known(one.latency), one.index];
  const price = one.serverless ? times(one.price, whole(60)) : one.price;
  const step = rate => floor(over(rate, usable)) + 1n;
  const count = rate => fleetOf(step(rate), sizing);
  const cost = one.serverless ? rate => times(price, rate) : rate => times(price, whole(count(rate)));
  const bound = limit => TIMED[limit.name] && over(exact(limit.bound), TIMED[limit.name]);
  let end = one.serverless ? times(usable, whole(MAX_CONCURRENCY)) : null, high = MOST_INSTANCES;
  for (const limit of onPlan) {
    if (one.serverless) { if (limit.name === "instances") end = [0n, 1n]; else if (price[0]) end = lower(end, over(bound(limit), price)); }
    else high = least(high, highest(limit, bound(limit), price));
  }
  const feasible = one.serverless ? rate => compare(rate, end) < 0 : rate => count(rate) <= high;
  return { one, usable, tie, price, slope: one.serverless ? price : whole(0), step, count, cost, end, high, feasible, sizing };
}
function highest(limit, bound, price) { // how many instances a limit allows
  if (!bound) return BigInt(Math.floor(limit.bound));
  if (!price[0]) return bound[0] >= 0n ? MOST_INSTANCES : -1n;
  const count = over(bound, price), nearest = floor(times([2n * count[0] + count[1], count[1]], [1n, 2n]));
  return nearly(whole(nearest), count) ? nearest : floor(count);
}
const cheaper = (a, b, rate) => compare(a.cost(rate), b.cost(rate)) || compare(a.slope, b.slope) || order(a.tie[0], b.tie[0]) || order(a.tie[1], b.tie[1]);
const cheapestAbove = (able, rate) => able.filter(c => c.feasible(rate)).sort((a, b) => cheaper(a, b, rate))[0] || null;
function crossover(winner, able, rate) {
  const others = able.filter(c => c !== winner);
  if (!winner.feasible(rate) || others.some(c => c.feasible(rate) && cheaper(c, winner, rate) < 0)) return { until: rate, then: cheapestAbove(able, rate) };
  const until = winner.one.serverless ? endOfServerless(winner, others, rate) : endOfFleet(winner, others, rate);
  return until && { until, then: cheapestAbove(able, until) };
}
function endOfServerless(winner, others, rate) {
  let until = winner.end;
  for (const other of others) {
    if (other.one.serverless || !winner.price[0]) continue;
    const even = over(other.price, winner.price);
    if (compare(even, other.usable) >= 0) continue;
    for (let step = other.step(rate); ; step++) {
      const start = times(other.usable, whole(step - 1n)), fleet = fleetOf(step, winner.sizing);
      if (compare(start, until) >= 0 || fleet > other.high) break;
      const level = times(even, whole(fleet)), at = [rate, start, level].reduce((a, b) => compare(a, b) > 0 ? a : b);
      if (compare(at, lower(until, times(other.usable, whole(step)))) < 0) { until = at; break; }
    }
  }
  return until;
}
function endOfFleet(winner, others, rate) { // null at the largest fleet
  const rivals = others.map(other => ({ other, last: lastWin(winner, other) }));
  let left = MOST_COMPARED;
  for (let step = winner.step(rate); ; step++) {
    const at = times(winner.usable, whole(step));
    if (fleetOf(step + 1n, winner.sizing) > winner.high) return winner.high === MOST_INSTANCES ? null : at;
    const now = rivals.filter(rival => step <= rival.last);
    if (!now.length) return winner.high === MOST_INSTANCES ? null : largestStep(winner);
    if (now.some(({ other }) => other.feasible(at) && cheaper(other, winner, at) < 0)) return at;
    left -= now.length;
    if (left < 0) return undefined;
  }
}
function largestStep(winner) {
  let low = 0n, high = winner.high;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (fleetOf(middle, winner.sizing) <= winner.high) low = middle; else high = middle - 1n;
  }
  return times(winner.usable, whole(low));
}
function lastWin(winner, other) { // the last step of the winner at which the other can be cheaper
  if (other.one.serverless) return ceil(over(other.end, winner.usable));
  const ofStep = times(other.price, over(winner.usable, other.usable)), excess = minus(ofStep, winner.price);
  if (excess[0] < 0n) return MOST_INSTANCES;
  if (!excess[0]) return compare(winner.usable, other.usable) ? fleetOf(1n, winner.sizing) + 2n * ceil(over(winner.usable, other.usable)) + 1000n : 0n;
  return fleetOf(1n, winner.sizing) + ceil(times([4n, 3n], over(winner.price, excess)));
}

// --- The answer in words (irctl/answers/verdicts/report.py).
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter(child => child !== null));
  return made;
}
const fleetName = p => p.fleet === undefined ? p.one.name : `${grouped(String(p.fleet))} × ${p.one.name}`;
const NOTHING = "Nothing meets these limits";
const headline = p => !p ? ["No configuration was measured"] : p.feasible ? [fleetName(p), `${usd(p.month)} a month`] : [NOTHING];
function conditions(traffic, sizing) {
  const used = `at ${share(double(sizing.utilization))} utilization`;
  const parts = [traffic ? `For ${traffic.label} ${used}` : `At any traffic, ${used}`];
  if (sizing.min > 1n) parts.push(`at least ${grouped(String(sizing.min))} instances`);
  if (sizing.zone) parts.push("without one of three zones");
  for (const limit of sizing.limits) parts.push(`${limit.name} at ${limit.max ? "most" : "least"} ${quantity(limit.bound, limit.unit, 8)}`);
  return parts.join(", ") + ":";
}
function reason(ranked, total) {
  const [best] = ranked, feasible = ranked.filter(p => p.feasible), next = feasible[1];
  if (!best.feasible) return `The nearest is ${fleetName(best)}: ${best.why.join("; ")}.`;
  if (total === 1) return "It is the only configuration that was measured.";
  if (!next) return `It is the only one of ${total} that meets the conditions.`;
  const among = feasible.length === ranked.length ? `all ${total} configurations` : `the ${feasible.length} of ${total} configurations that meet the conditions`;
  const extra = best.hour[0] ? double(minus(over(next.hour, best.hour), [1n, 1n])) : null;
  return `It is the cheapest of ${among}; next is ${fleetName(next)} at ${usd(next.month)}${extra === null ? "" : ` (${change(extra)})`}.`;
}
function until(best, sizing) {
  const able = best.traffic.varies ? undefined : curves(best.one.board, sizing);
  const found = able && crossover(able.find(c => c.one === best.one), able, best.traffic.peak);
  if (found === undefined) return "";
  if (!found) return "It stays the cheapest at any higher traffic.";
  const top = `It is the cheapest up to ${rate(double(found.until))}; above that, `;
  return top + (found.then ? `${found.then.one.name} is.` : "nothing meets the conditions.");
}
function facts(p) {
  const shown = [];
  if (p.utilization !== undefined) shown.push([share(p.utilization), "utilized"]);
  if (p.one.latency !== null) shown.push([`${number(p.one.latency)} ms`, "latency"]);
  if (p.million !== null) shown.push([ofMillion(p.million), "per million requests"]);
  const more = p.fleet === undefined ? ` before it takes a concurrency above ${MAX_CONCURRENCY}` : p.larger > MOST_INSTANCES ? "" : ` before it takes ${grouped(String(p.larger))} instances`;
  const room = compare(p.top, p.traffic.peak) > 0 ? change(double(minus(over(p.top, p.traffic.peak), [1n, 1n]))) : "no room left";
  shown.push([rate(double(p.top)), `carried${more} (${room})`]);
  return shown;
}
function answer(ranked, board, traffic, sizing) {
  const [best] = ranked, [fleet, price] = headline(best), total = ranked.length === board.configurations.length ? board.measured : ranked.length;
  const shown = [element("p", { class: "for" }, conditions(traffic, sizing))];
  shown.push(element("p", { class: "big" }, price ? `${fleet}, ` : fleet, price ? element("span", { class: "price" }, price) : null));
  if (best) shown.push(element("p", { class: "why" }, `${reason(ranked, total)} ${best.feasible ? until(best, sizing) : ""}`));
  if (best && best.feasible) shown.push(element("ul", { class: "facts" }, ...facts(best).map(([value, text]) => element("li", {}, element("b", {}, value), ` ${text}`))));
  if (best && best.feasible && best.tasks.length + best.notes.length) shown.push(element("ul", { class: "to-do" }, ...[...best.tasks, ...best.notes].map(text => element("li", {}, text))));
  return element("div", {}, ...shown);
}

// --- The state: what the controls say, in the address too.
let state = { ...START }, values = {};
const same = () => Object.keys(START).every(key => state[key] === START[key]);
for (const key of Object.keys(START)) values[key] = READERS[key](START[key]);
const START_SIZING = sizingOf(values);
function read() {
  for (const key of Object.keys(START)) {
    const control = document.getElementById(key), error = document.getElementById(`${key}-error`);
    let problem = "";
    try { values[key] = READERS[key](state[key]); } catch (failure) { problem = failure.message; }
    if (error) error.textContent = problem;
    if (control) problem ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
  }
}
function fromAddress() {
  state = { ...START };
  for (const [key, value] of new URLSearchParams(location.hash.slice(1)))
    if (key in START && /^[\w/.,%$ +-]{0,40}$/.test(value)) state[key] = value;
}
function toAddress() {
  const changed = Object.keys(START).filter(key => state[key] !== START[key]).map(key => `${key}=${encodeURIComponent(state[key])}`);
  try { history.replaceState(null, "", changed.length ? `#${changed.join("&")}` : location.pathname + location.search); } catch { /* in a sandbox */ }
}
const quoted = word => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'"'"'`)}'`;
function command(board) {
  const jobs = board.jobs.filter((_, at) => !values.jobs.has(at + 1));
  const words = DATA.boards.length === 1 && jobs.length === board.jobs.length ? DATA.texts : jobs;
  const traffic = state.traffic.trim() ? ["--traffic", state.traffic.replace(/\s/g, "")] : DATA.trafficWords;
  const options = [...traffic];
  if (state.utilization !== "50%") options.push("--utilization", state.utilization.includes("%") || readNumber(state.utilization)[0] <= readNumber(state.utilization)[1] ? state.utilization : `${state.utilization}%`);
  if (values["min-instances"] !== 1n) options.push("--min-instances", String(values["min-instances"]));
  if (values["survive-az"]) options.push("--survive-az");
  for (const key of ["latency", "monthly-cost"]) if (values[key] !== null) options.push("--max", `${key}=${state[key].replace(/\s/g, "")}`);
  for (const limit of DATA.limits) options.push(...limit.words);
  return ["irctl", traffic.length ? "plan" : "report", ...words].map(quoted).join(" ") + DATA.account + [...options, ...DATA.words].map(word => ` ${quoted(word)}`).join("");
}

// --- Drawing what changed.
const places = all("#answer .of-board").map(place => ({ place, own: [...place.childNodes] }));
const tables = all("table.configurations").map((table, at) => makeTable(table, DATA.boards[at]));
let announced = 0, hasChanged = false;
function draw() {
  read();
  const sizing = sizingOf(values), isStart = same(), spoken = [];
  hasChanged ||= !isStart;
  for (const [at, board] of DATA.boards.entries()) {
    const ranked = values.traffic.map(traffic => plans(board, traffic, sizing));
    const shown = values.traffic.map((traffic, index) => answer(ranked[index], board, traffic, sizing));
    places[at].place.replaceChildren(...(isStart || !shown.length ? places[at].own : shown));
    spoken.push(...ranked.map(([best]) => headline(best).join(", ")));
    if (ranked.length) tables[at].show(ranked[0]);
    if (bills[at]) bills[at](ranked, sizing, isStart);
    if (hasChanged) tradeoffs[at].forEach(drawing => drawing(sizing));
  }
  pin();
  find("#command").textContent = DATA.boards.map(command).join("\n");
  find("#reset").disabled = isStart;
  for (const key of Object.keys(START)) {
    const control = document.getElementById(key);
    if (control && control.type === "checkbox") control.checked = values[key];
    else if (control && control !== document.activeElement) control.value = state[key];
    const slider = document.getElementById(`${key}-slider`);
    if (slider && slider !== document.activeElement) slide(slider, key);
  }
  for (const box of all("[data-job]")) box.checked = !values.jobs.has(Number(box.dataset.job));
  clearTimeout(announced);
  if (!isStart) announced = setTimeout(() => { find("#announcement").textContent = spoken.join("; "); }, 700);
}
let isQueued = false;
function set(key, value) {
  state[key] = value;
  if (isQueued) return;
  isQueued = true;
  requestAnimationFrame(() => { isQueued = false; draw(); toAddress(); });
}

let pinned = null;
function pin() { // one configuration stands out in every picture
  for (const board of DATA.boards) for (const one of board.configurations) if (one.button) one.button.setAttribute("aria-pressed", String(one === pinned));
  DATA.boards.forEach((board, at) => {
    for (const svg of all(`#bill-${at} figure svg, #tradeoff-${at} figure svg`)) {
      const isHere = pinned !== null && pinned.board === board;
      svg.classList.toggle("pinned", isHere);
      for (const group of all("[data-number]", svg)) group.classList.toggle("pinned", isHere && Number(group.dataset.number) === pinned.number);
    }
  });
}
function makeTable(table, board) {
  const headings = all("thead tr:last-child th", table), body = find("tbody", table), rows = all("tr", body);
  const column = Object.fromEntries(headings.map((heading, at) => [heading.dataset.key, at]));
  let ranked = [], sorted = null;
  const worth = { name: p => p.one.name, why: p => Number(!p.feasible), bill: p => p.month, instances: p => p.fleet === undefined ? null : Number(p.fleet), max_concurrency: p => p.concurrency === undefined ? null : Number(p.concurrency), cost_per_million_requests_usd: p => p.million, expected_utilization: p => p.utilization };
  DATA.columns.forEach((key, at) => { worth[key] = p => p.one.values[at]; });
  for (const heading of headings) {
    const button = element("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const way = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      headings.forEach(other => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      sorted = [worth[heading.dataset.key], way];
      arrange();
    });
  }
  for (const [at, row] of rows.entries()) {
    const heading = find("th", row), one = board.configurations.find(other => other.row === at);
    const button = element("button", { type: "button", "aria-pressed": "false" }, heading.firstChild);
    heading.prepend(button);
    button.addEventListener("click", () => { pinned = pinned === one ? null : one; pin(); });
    one.button = button;
  }
  const rowOf = p => p.one.row === null ? null : rows[p.one.row];
  function arrange() {
    const list = [...ranked];
    const isNone = value => value === null || value === undefined;
    if (sorted) list.sort((a, b) => { const [x, y] = [sorted[0](a), sorted[0](b)]; return order(isNone(x), isNone(y)) || (isNone(x) ? 0 : order(x, y) * sorted[1]); });
    body.append(...list.map(rowOf).filter(Boolean));
  }
  function show(plansOfRows) {
    ranked = plansOfRows;
    const shown = new Set(), highest = Math.max(0, ...ranked.filter(p => p.feasible).map(p => p.month));
    for (const [at, p] of ranked.entries()) {
      const row = rowOf(p);
      if (!row) continue;
      shown.add(row);
      row.hidden = false;
      const best = at === 0 && p.feasible, cells = row.cells, hasMonth = p.month !== null;
      row.className = best ? "best" : p.feasible ? "" : "no";
      cells[column.why].textContent = p.feasible ? [best ? "cheapest" : "meets the limits", ...p.tasks].join("; ") : p.why.join("; ");
      find("span", cells[column.bill]).textContent = hasMonth ? usd(p.month) : "-";
      find("rect", cells[column.bill]).setAttribute("width", (highest && hasMonth ? Math.min(p.month / highest, 1) * 100 : 0).toFixed(1));
      const put = (key, text) => { if (key in column) cells[column[key]].textContent = text; };
      put("instances", p.fleet === undefined ? "-" : grouped(String(p.fleet)));
      put("max_concurrency", p.concurrency === undefined ? "-" : grouped(String(p.concurrency)));
      put("cost_per_million_requests_usd", p.million === undefined || p.million === null ? "-" : ofMillion(p.million));
      put("expected_utilization", p.utilization === undefined ? "-" : share(p.utilization));
    }
    for (const row of rows) if (!shown.has(row)) row.hidden = true;
    arrange();
  }
  return { show, rows };
}

// --- Pictures: irctl/pictures drew them; here their lines, marks and names move.
function shape(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
const tenth = value => String(Math.round(value * 10) / 10);
function scaleOf(text) {
  const [kind, ...ends] = text.split(" "), [low, high, start, end] = ends.map(Number);
  const way = kind === "log" ? Math.log10 : value => value, back = kind === "log" ? value => 10 ** value : value => value;
  const scale = value => start + (way(Math.min(Math.max(value, low), high)) - way(low)) / (way(high) - way(low)) * (end - start);
  return Object.assign(scale, { low, high, start, end, value: place => back(way(low) + (place - start) / (end - start) * (way(high) - way(low))) });
}
function dodged(wanted, gap, low, high) { // irctl/pictures/names.py
  const order_ = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b]), blocks = [];
  order_.forEach((index, at) => {
    let block = [wanted[index] - at * gap, 1];
    while (blocks.length && blocks.at(-1)[0] * block[1] >= block[0] * blocks.at(-1)[1]) { const [total, count] = blocks.pop(); block = [block[0] + total, block[1] + count]; }
    blocks.push(block);
  });
  const last = high - gap * (wanted.length - 1), places = [];
  let at = 0;
  for (const [total, count] of blocks) for (let n = 0; n < count; n++, at++) places[order_[at]] = Math.max(Math.min(total / count, last), low) + at * gap;
  return places;
}
const FADED = "0.22", FADED_NAME = "0.65", LARGEST_BILL = 100;
function costs(one, sizing) { // in doubles, for drawing
  if (one.problems.length) return null;
  const rateOfOne = double(one.one), usable = rateOfOne * double(sizing.utilization), price = double(one.price);
  if (one.serverless) return { one, usable, end: Number(MAX_CONCURRENCY) * usable, at: value => value > Number(MAX_CONCURRENCY) * usable ? null : price * value * 43800 };
  const count = value => Number(fleetOf(BigInt(Math.max(Math.ceil(value / usable - 1e-9), 1)), sizing));
  return { one, usable, count, price: price * 730, at: value => count(value) * price * 730 };
}
function stairs(cost, x, y) {
  if (cost.one.serverless) return [[x.low, cost.at(x.low)], [Math.max(Math.min(x.high, cost.end), x.low), null]].map(([v]) => [x(v), y(cost.at(v * (1 - 1e-12)))]);
  const points = [];
  for (let value = x.low, step = Math.floor(x.low / cost.usable) + 1; ; step++) {
    const height = y(cost.at(step * cost.usable)), until = Math.min(step * cost.usable, x.high);
    points.push([x(value), height], [x(until), height]);
    if (until >= x.high) return points;
    if (x(until * (step + 1) / step) - x(until) < 1.2) return [...points, [x.end, y(cost.at(x.high))]];
    value = until;
  }
}
function relative(cost, able, x, y) { // how much more than the cheapest, in percent; gaps where it is off the scale
  const parts = [];
  let pen = null;
  for (let place = x.start; place <= x.end; place++) {
    const value = x.value(place), own = cost.at(value), floor_ = least_(able, value);
    const extra = own === null || floor_ === null ? Infinity : (own / floor_ - 1) * 100;
    if (extra > LARGEST_BILL) { pen = null; continue; }
    if (!pen) parts.push(pen = []);
    pen.push([place, y(extra)]);
  }
  return parts;
}
const least_ = (able, value) => able.reduce((low, cost) => { const own = cost.at(value); return own !== null && (low === null || own < low) ? own : low; }, null);
const lineOf = points => points.map(([px, py], at) => `${at ? "L" : "M"}${tenth(px)} ${tenth(py)}`).join("");
let mode = "bill";
function makeBill(svg, board) {
  let chart = find("[data-part=chart]", svg);
  if (!chart) return () => {};
  const own = chart.cloneNode(true), x = scaleOf(chart.dataset.x), isNarrow = svg.viewBox.baseVal.width < 500;
  const line = isNarrow ? 15 : 16.5, size = Number(svg.getAttribute("font-size")), ofNumber = new Map(board.configurations.map(one => [one.number, one]));
  return (ranked, sizing, isStart) => {
    const fresh = own.cloneNode(true), part = name => all(`[data-part=${name}]`, fresh);
    chart.replaceWith(fresh);
    chart = fresh;
    if (isStart && mode === "bill") return;
    const isBill = mode === "bill", bill = scaleOf(own.dataset.y), y = isBill ? bill : scaleOf(`linear 0 ${LARGEST_BILL} ${bill.start} ${bill.end}`);
    const able = (curves(board, sizing) || []).map(c => costs(c.one, sizing));
    if (!isBill) {
      find(":scope > text", fresh).textContent = "More than the cheapest";
      part("y-axis")[0].replaceChildren(...[0, 25, 50, 75, 100].flatMap(value => [
        shape("path", { d: `M${x.start} ${tenth(y(value))}H${x.end}`, fill: "none", class: "s-grid" }),
        shape("text", { x: x.start - 8, y: tenth(y(value) + 4), "text-anchor": "end", class: "f-dim" }, `${value ? "+" : ""}${value}%`),
      ]));
    }
    const ends = [];
    for (const group of part("curve")) {
      const one = ofNumber.get(Number(group.dataset.number)), cost = one && costs(one, sizing);
      const isAble = able.some(other => other.one === one), [path, cross] = group.children;
      const parts = !cost ? [] : isBill ? [stairs(cost, x, y)] : relative(cost, able, x, y);
      path.setAttribute("d", parts.map(lineOf).join("") || "M0 0");
      isAble ? group.removeAttribute("opacity") : group.setAttribute("opacity", FADED);
      const last = parts.length ? parts.at(-1).at(-1) : null;
      if (cross) { cross.toggleAttribute("hidden", !isBill || !last || last[0] >= x.end); if (last) { cross.setAttribute("x", tenth(last[0])); cross.setAttribute("y", tenth(last[1] + size * .35)); } }
      ends.push({ number: group.dataset.number, isAble, last });
    }
    const shown = ends.filter(end => end.last), places_ = dodged(shown.map(end => end.last[1]), line, y.end + line / 2, y.start - line / 2);
    for (const { number: index, isAble, last } of ends) {
      const at = shown.findIndex(end => end.number === index), name = part("name").find(group => group.dataset.number === index), leader = part("leader").find(group => group.dataset.number === index);
      for (const group of [name, leader]) if (group) { group.toggleAttribute("hidden", !last); isAble ? group.removeAttribute("opacity") : group.setAttribute("opacity", group === name ? FADED_NAME : FADED); }
      if (!last || !name) continue;
      const text = find("text", name), from = Number(text.getAttribute("y")) - size * .35;
      name.setAttribute("transform", `translate(0 ${tenth(places_[at] - from)})`);
      if (leader) find("path", leader).setAttribute("d", lineOf([last, [x.end + (isNarrow ? 13 : 15) * .6 + 3, places_[at]]]));
    }
    for (const old of [...part("cursor"), ...part("plans"), ...part("mark"), ...part("limit")]) old.remove();
    const plansOf = ranked.map(list => list.filter(p => p.feasible && p.month !== null));
    values.traffic.forEach((traffic, at) => {
      const value = double(traffic.peak), px = x(value), label = traffic.label, half = label.length * 4 + 8, left = Math.min(Math.max(px, half), x.end + 40 - half);
      fresh.append(
        shape("path", { d: `M${tenth(px)} ${line * 1.5}V${y.start}`, fill: "none", class: "s-ink", "stroke-width": 1.5, "stroke-dasharray": "2 3" }),
        shape("rect", { x: tenth(left - half), y: tenth(line), width: 2 * half, height: line, rx: 3, class: "f-ink" }),
        shape("text", { x: tenth(left), y: tenth(line * 1.5 + size * .35), "text-anchor": "middle", "font-weight": 600, class: "f-on-ink" }, label),
      );
      const floor_ = least_(able, value);
      plansOf[at].slice().reverse().forEach(p => {
        const extra = isBill ? p.month : (p.month / floor_ - 1) * 100, name = part("name").find(group => Number(group.dataset.number) === p.one.number);
        if (!name || (!isBill && extra > LARGEST_BILL)) return;
        const mark = name.firstElementChild.cloneNode(true), best = p === plansOf[at][0], shift = /translate\(0 (.*)\)/.exec(name.getAttribute("transform"));
        const text = find("text", name), my = Number(text.getAttribute("y")) - size * .35, mx = Number(text.getAttribute("x")) - 1.5 * (isNarrow ? 6.5 : 7.5);
        mark.setAttribute("transform", `translate(${tenth(px - mx)} ${tenth(y(extra) - my)})`);
        fresh.append(mark);
        if (best) fresh.append(shape("text", { x: tenth(px + (px > x.end - 90 ? -12 : 12)), y: tenth(Math.min(y(extra) + line * 1.2, y.start - 4)), "text-anchor": px > x.end - 90 ? "end" : "start", "font-weight": 600, "font-size": isNarrow ? 12.5 : 14, class: "f-ink s-paper", "stroke-width": 3, "paint-order": "stroke" }, usd(p.month)));
      });
    });
    drawRibbon(part("ribbon")[0], stretches(able, sizing, x, board), x, line, part("name"));
  };
}
function stretches(able, sizing, x, board) { // who is the cheapest, place by place; the narrowest parts join a neighbour
  let parts = [];
  for (let place = Math.ceil(x.start); place <= x.end; place++) {
    const value = x.value(place);
    let best = null, low = Infinity;
    for (const cost of able) { const own = cost.at(value); if (own !== null && (own < low - 1e-9 || (best && Math.abs(own - low) <= 1e-9 && order(known(cost.one.latency), known(best.latency)) < 0))) { low = own; best = cost.one; } }
    if (best && values["monthly-cost"] !== null && low > values["monthly-cost"] * (1 + 1e-7)) best = null;
    if (parts.length && parts.at(-1).best === best) parts.at(-1).end = place + 1; else parts.push({ best, start: place, end: place + 1 });
  }
  for (;;) {
    const at = parts.findIndex(part => part.end - part.start < 5);
    if (at < 0 || parts.length < 2) return parts;
    const before = parts[at - 1], after = parts[at + 1], taker = !after || (before && before.end - before.start >= after.end - after.start) ? before : after;
    taker.start = Math.min(taker.start, parts[at].start); taker.end = Math.max(taker.end, parts[at].end);
    parts.splice(at, 1);
    parts = parts.reduce((joined, part) => { if (joined.length && joined.at(-1).best === part.best) joined.at(-1).end = part.end; else joined.push(part); return joined; }, []);
  }
}
function drawRibbon(group, parts, x, line, names) {
  const y = Number(group.dataset.y), roles = new Map(names.map(name => [Number(name.dataset.number), /f-(slot-\d|other)/.exec(name.firstElementChild.getAttribute("class") || "")]));
  group.replaceChildren(...parts.flatMap(({ best, start, end }) => {
    const role = best ? (roles.get(best.number) || [0, "other"])[1] : "band", text = best ? best.name.replaceAll("ml.", "") : "nothing feasible", width = end - start;
    const box = shape("rect", { x: start, y, width: Math.max(width - 1, 1), height: line, rx: 3, class: `f-${role}` });
    return text.length * 6.8 + 8 > width ? [box] : [box, shape("text", { x: tenth((start + end) / 2), y: tenth(y + line / 2 + 4), "text-anchor": "middle", "font-weight": 600, "font-size": 11, class: best ? `f-on-${role}` : "f-dim" }, text)];
  }));
}
const bills = all("section.bill").map((section, at) => {
  const drawings = all("figure svg", section).map(svg => makeBill(svg, DATA.boards[at]));
  for (const button of all("[data-mode]", section)) button.addEventListener("click", () => { mode = button.dataset.mode; draw(); });
  for (const svg of all("figure svg", section)) dragged(svg);
  return (...shown) => {
    for (const button of all("[data-mode]", section)) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    drawings.forEach(drawing => drawing(...shown));
  };
});
const CROSSED = { fill: "none", class: "s-bad", "stroke-width": 1.5, "stroke-dasharray": "6 4" };
function makeTradeoff(svg, board) {
  const chart = find("[data-part=chart]", svg), limits = find("[data-part=limits]", svg);
  if (!limits) return () => {};
  const x = scaleOf(chart.dataset.x), y = scaleOf(chart.dataset.y), ofNumber = new Map(board.configurations.map(one => [one.number, one]));
  return sizing => {
    const highest = values.latency, measured = sizing.limits.filter(limit => !limit.plan);
    const isAble = one => !sizing.without.has(one.job + 1) && measured.every(limit => meets(limit, one.values[DATA.metrics.indexOf(limit.name)]));
    for (const group of all("[data-part=mark], [data-part=name]", svg)) {
      const one = ofNumber.get(Number(group.dataset.number));
      if (!one) continue;
      isAble(one) ? group.removeAttribute("opacity") : group.setAttribute("opacity", group.dataset.part === "name" ? FADED_NAME : FADED);
    }
    if (highest === null) return limits.replaceChildren();
    const place = y(highest);
    limits.replaceChildren(
      shape("rect", { x: x.start, y: y.end, width: x.end - x.start, height: Math.max(place - y.end, 0), class: "f-bad", opacity: .07 }),
      shape("path", { d: lineOf([[x.start, place], [x.end, place]]), ...CROSSED }),
      shape("text", { x: x.start + 8, y: tenth(place - 6), "font-weight": 600, "font-size": 11, class: "f-bad s-paper", "stroke-width": 3, "paint-order": "stroke" }, `limit ${quantity(highest, "ms", 8)}`),
    );
  };
}
const tradeoffs = DATA.boards.map((board, at) => all(`#tradeoff-${at} figure svg`).map(svg => makeTradeoff(svg, board)));
function dragged(svg) { // over the chart, the pointer moves the traffic
  const chart = find("[data-part=chart]", svg);
  if (!chart) return;
  const x = scaleOf(chart.dataset.x);
  let isDown = false;
  const move = event => {
    const box = svg.getBoundingClientRect(), place = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    set("traffic", SLIDERS.traffic[1](x.value(Math.min(Math.max(place, x.start), x.end))));
  };
  svg.classList.add("movable");
  svg.addEventListener("pointerdown", event => { if (!event.button) { isDown = true; svg.setPointerCapture(event.pointerId); move(event); } });
  svg.addEventListener("pointermove", event => { if (isDown) move(event); });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { isDown = false; });
}
for (const button of all("[data-save]")) button.addEventListener("click", () => { // as it is seen, with its colours
  const shown = all("figure svg", button.closest("section")).find(svg => svg.getBoundingClientRect().width), copy = shown.cloneNode(true), copies = all("*", copy);
  all("*", shown).forEach((part, at) => { const style = getComputedStyle(part); for (const name of ["fill", "stroke"]) if (style[name]) copies[at].setAttribute(name, style[name]); });
  copy.insertBefore(shape("rect", { width: "100%", height: "100%", fill: getComputedStyle(shown.closest(".card")).backgroundColor }), copy.children[2] || null);
  save(`${button.dataset.save}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(copy));
});

// --- Controls.
const SLIDERS = { "traffic": [60, v => v >= 60 ? `${round(v / 60)}/s` : `${round(v)}/min`], "latency": [1, v => `${round(v)}ms`], "monthly-cost": [1, v => String(round(v))] };
const round = v => Number(v.toPrecision(2));
function slide(slider, key) { // sliders are logarithmic; at their end they are no limit
  if (key === "utilization") slider.value = double(values.utilization) * 100;
  else if (key === "traffic") slider.value = values.traffic.length ? Math.log10(double(values.traffic[0].peak)) * 100 : slider.min;
  else slider.value = values[key] === null ? slider.max : Math.log10(values[key]) * 100;
  slider.setAttribute("aria-valuetext", state[key] || "any");
}
function slid(slider, key) {
  if (key === "utilization") return `${slider.value}%`;
  if (key !== "traffic" && Number(slider.value) >= Number(slider.max)) return "";
  return SLIDERS[key][1](10 ** (Number(slider.value) / 100));
}
for (const key of Object.keys(START)) {
  const control = document.getElementById(key), slider = document.getElementById(`${key}-slider`);
  if (control) control.addEventListener("input", () => set(key, control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value));
  if (slider) slider.addEventListener("input", () => { set(key, slid(slider, key)); slider.setAttribute("aria-valuetext", slid(slider, key) || "any"); });
}
for (const box of all("[data-job]")) box.addEventListener("change", () => set("jobs", all("[data-job]").filter(other => !other.checked).map(other => other.dataset.job).join(",")));
find("#reset").addEventListener("click", () => { state = { ...START }; draw(); toAddress(); });
const say = (button, text) => { const own = button.textContent; button.textContent = text; setTimeout(() => { button.textContent = own; }, 1500); };
find("#copy").addEventListener("click", async event => {
  const code = find("#command");
  try { await navigator.clipboard.writeText(code.textContent); say(event.target, "Copied"); } catch {
    getSelection().selectAllChildren(code);
    say(event.target, "Selected");
  }
});
function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 5000);
}
find("#save-data").addEventListener("click", () => save("irctl-report.json", "application/json", find("#data").textContent));
find("#theme").addEventListener("click", () => {
  const root = document.documentElement, isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});
find("#print").addEventListener("click", () => print());
addEventListener("hashchange", () => { fromAddress(); draw(); });

// --- What irctl computed must come out here too.
function check() {
  let right = 0, total = 0;
  const count = isRight => { total++; right += Number(isRight); };
  for (const board of DATA.boards) {
    for (const { traffic, plans: expected } of board.checks) {
      const ranked = plans(board, readRate(traffic), START_SIZING);
      expected.forEach(([index, size, bill, isFeasible], at) => {
        const p = ranked[at], needed = p.fleet ?? p.concurrency;
        count(p.one.index === index && (needed === undefined ? null : Number(needed)) === size && (p.month === null ? null : usd(p.month)) === bill && p.feasible === isFeasible);
      });
    }
    board.answers.forEach((text, at) => count(headline(plans(board, values.traffic[at], START_SIZING)[0]).join(", ") === text));
  }
  return [right, total];
}
const [right, total] = check(), tag = find("#self-check");
tag.textContent = right === total ? `This page recomputed ${total} results of irctl and agrees with all of them.` : `This page computes ${total - right} of ${total} results differently from irctl: trust the command line, not this page's controls.`;
tag.className = right === total ? "good" : "bad";
for (const hidden of all(".interactive[hidden]")) hidden.hidden = false;
for (const other of all(".static")) other.hidden = true;
fromAddress();
draw();
document.documentElement.dataset.selfCheck = `${right} of ${total}`;
})();
