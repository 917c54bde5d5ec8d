// The fold: the daily series wrapped at any period. The slider lies on the periodogram; the cells are one canvas.
const kept = new WeakMap();
const NS = "http://www.w3.org/2000/svg", DAY_MS = 864e5;
const WD = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const CELLS_PX = 300, AVERAGE_PX = 46, LABELS_PX = 30, LEFT_PX = 64, KEY_QUIET_MS = 250;
const TICKS = [2, 3, 5, 7, 10, 14, 21, 30, 45, 60];
const day1 = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "2-digit", timeZone: "UTC" });
const whole = new Intl.NumberFormat("en");
const near = (a, b, e = 1e-6) => Math.abs(a - b) < e;
const days = p => (near(p, Math.round(p), .005) ? Math.round(p) : p.toFixed(p < 10 || near(p * 100, Math.round(p * 100), 1e-6) ? 2 : 1)) + " days";
const el = (tag, parent, props = {}) => {
  const e = Object.assign(document.createElement(tag), props); parent.append(e); return e;
};
const bold = text => Object.assign(document.createElement("b"), { textContent: text });

function build(root) {
  const $ = q => root.querySelector(q);
  const s = { $, frame: 0, timer: 0, keys: false, mode: "days", view: 0, bare: 0, exact: null, turn: 0, paints: 0 };
  s.input = $("input[type=range]"); s.canvas = $("canvas"); s.ctx = s.canvas.getContext("2d");
  s.input.oninput = () => { s.mode = "days"; s.exact = null; s.turn = 0; ask(s); };
  s.input.onpointerdown = () => { s.keys = false; };
  s.input.onchange = () => {                         // a held arrow key fires change on every repeat: wait for quiet
    clearTimeout(s.timer); s.timer = setTimeout(() => settle(s), s.keys ? KEY_QUIET_MS : 0);
  };
  s.input.onkeydown = e => {                         // Page up / down: next, previous peak
    s.keys = true;
    const dir = { PageUp: 1, PageDown: -1 }[e.key]; if (!dir) return;
    e.preventDefault();
    const at = +s.input.value, all = s.d.peaks.map(p => p.i).sort((a, b) => a - b);
    const to = dir > 0 ? all.find(i => i > at) : all.reverse().find(i => i < at);
    if (to !== undefined) foldAt(s, to);
  };
  s.canvas.onpointermove = e => hover(s, e);
  s.canvas.onpointerleave = () => { s.$(".read").textContent = s.d.hint; };
  s.watch = new ResizeObserver(() => ask(s)); s.watch.observe($(".wrap"));
  return s;
}
const pick = s => s.d.series[s.mode === "days" ? s.view : 0];
const hasBare = s => !!s.d.series[0].bare_values;
const values = s => s.bare && hasBare(s) ? pick(s).bare_values : pick(s).values;
const shades = s => s.bare && hasBare(s) ? pick(s).bare_shade : pick(s).shade;
const period = s => s.exact ?? s.d.periods[+s.input.value];
const ask = s => { if (!s.frame) s.frame = requestAnimationFrame(() => { s.frame = 0; paint(s); }); };
function asPeak(s, p) { s.view = Math.min(p.view || 0, s.d.series.length - 1); s.bare = p.bare && hasBare(s) ? 1 : 0; }
function foldAt(s, i) { s.mode = "days"; s.exact = null; s.input.value = i; s.turn = 0; settle(s); }
function settle(s) {                                 // the hand is off: turn the edge away, tell Python, describe
  s.timer = 0; paint(s); turnAway(s);
  const p = period(s);
  if (p !== s.sent) { s.sent = p; s.send("period", [p, Date.now()]); }   // when: else the same again is no news
  describe(s);
}
function turnAway(s) {                               // a stripe cut by the edge moves to the middle; never while dragging
  const f = s.fact, weekly = near(f.P % 7, 0, .02) || near(f.P % 7, 7, .02);
  if (s.mode !== "days" || weekly || s.turn || f.times < 1.15) return;
  if (f.at === 0 || f.at === f.bins - 1) { s.turn = f.P / 2; paint(s); }
}

function load(s, d) {
  s.d = d; s.t0 = Date.parse(d.start); s.input.max = d.periods.length - 1;
  const most = Math.max(...d.power, d.chance * 1.5);
  s.y = v => 98 - 90 * Math.sqrt(Math.max(0, v - .7) / (most - .7));   // root scale: 2 times stays visible beside 9
  drawPower(s); drawPeaks(s); drawViews(s); drawTicks(s);
}
function drawPower(s) {
  const { power, chance } = s.d, n = power.length, svg = s.$(".power");
  svg.setAttribute("viewBox", `0 0 ${n - 1} 100`); svg.replaceChildren();
  const add = (tag, at) => {
    const e = document.createElementNS(NS, tag); for (const k in at) e.setAttribute(k, at[k]); svg.append(e);
  };
  const line = power.map((v, i) => `${i},${s.y(v).toFixed(2)}`), thin = { "vector-effect": "non-scaling-stroke" };
  add("path", { class: "area", d: `M0,100 L${line.join(" L")} L${n - 1},100Z` });
  add("polyline", { class: "line", ...thin, points: line.join(" ") });
  add("line", { class: "chance", ...thin, x1: 0, x2: n - 1, y1: s.y(chance), y2: s.y(chance) });
}
function drawPeaks(s) {
  const marks = s.$(".peaks"), n = s.d.periods.length; marks.replaceChildren();
  for (const p of s.d.peaks) {
    const b = el("button", marks, { type: "button", className: p.of ? "peak over" : "peak" }), at = days(s.d.periods[p.i]);
    b.style.left = `${100 * p.i / (n - 1)}%`; b.style.top = `${s.y(s.d.power[p.i])}%`; b.i = p.i;
    if (p.of) b.title = `${at}: an overtone of ${p.of}`;
    else {
      const [long, short] = p.name.split(" · ");
      if (short) el("span", b, { className: "long", textContent: long + " · " });
      b.append(short ?? long);
    }
    b.setAttribute("aria-label", `Fold at ${at}, ${p.of ? "an overtone of " + p.of : p.name.split(" · ")[0]}`);
    b.onclick = () => { asPeak(s, p); foldAt(s, p.i); };
  }
}
function drawViews(s) {
  const views = s.$(".views"); views.replaceChildren();
  const pill = (text, on, act, className = "") => {
    const b = el("button", views, { type: "button", textContent: text, className });
    b.on = on; b.onclick = () => { s.turn = 0; act(); paint(s); turnAway(s); describe(s); };
  };
  s.d.series.forEach((x, k) => pill(x.name, () => s.view === k && s.mode === "days", () => { s.view = k; s.mode = "days"; }));
  pill("Calendar months", () => s.mode === "month", () => { s.mode = "month"; s.view = 0; });
  pill("Months from the end", () => s.mode === "end", () => { s.mode = "end"; s.view = 0; });
  if (hasBare(s)) pill("Without the week", () => s.bare === 1, () => { s.bare = 1 - s.bare; }, "gap");
}
function drawTicks(s) {
  const ticks = s.$(".ticks"), all = s.d.periods; ticks.replaceChildren();
  for (const t of TICKS) {
    const i = all.findIndex(p => p >= t - 1e-9); if (i < 0) continue;
    el("span", ticks, { textContent: t }).style.left = `${100 * i / (all.length - 1)}%`;
  }
}
function theme(s) {
  const css = getComputedStyle(s.host), read = name => css.getPropertyValue(name).trim();
  const raw = read("--st-chart-sequential-colors").split(",").map(c => c.trim());
  const rgb = (raw.length > 1 ? raw : ["#E4F3F9", "#182762"]).map(h => [1, 3, 5].map(i => parseInt(h.slice(i, i + 2), 16)));
  s.text = read("--st-text-color"); s.font = read("--st-font"); s.bg = read("--st-secondary-background-color"); s.lut = [];
  for (let q = 0; q < 64; q++) {
    const f = q / 63 * (rgb.length - 1), i = Math.min(rgb.length - 2, Math.floor(f)), t = f - i;
    s.lut.push(`rgb(${rgb[i].map((c, k) => Math.round(c + t * (rgb[i + 1][k] - c))).join(",")})`);
  }
}

function layout(s) {                                 // day -> [row, left edge in days]; the only place that knows the modes
  const P = period(s), T = values(s).length, turn = s.turn;
  if (s.mode === "days") {
    return { P, rows: Math.ceil((T + turn) / P - 1e-9),
      at: t => { const r = Math.floor((t + turn) / P + 1e-9); return [r, t + turn - r * P]; } };
  }
  const place = [], first = new Date(s.t0);
  for (let t = 0; t < T; t++) {
    const d = new Date(s.t0 + t * DAY_MS), y = d.getUTCFullYear(), mo = d.getUTCMonth(), date = d.getUTCDate();
    const length = new Date(Date.UTC(y, mo + 1, 0)).getUTCDate();
    place.push([(y - first.getUTCFullYear()) * 12 + mo - first.getUTCMonth(), s.mode === "month" ? date - 1 : 30 - length + date]);
  }
  return { P: 31, rows: place[T - 1][0] + 1, at: t => place[t] };
}
function resize(s) {
  const width = s.$(".cells").clientWidth, dpr = devicePixelRatio || 1, height = CELLS_PX + AVERAGE_PX + LABELS_PX;
  if (s.width !== width || s.dpr !== dpr) {
    Object.assign(s, { width, dpr }); s.canvas.width = width * dpr; s.canvas.height = height * dpr;
    s.canvas.style.height = height + "px";
  }
  s.ctx.setTransform(dpr, 0, 0, dpr, 0, 0); s.ctx.clearRect(0, 0, width, height);
}
function paint(s) {
  const began = performance.now(); resize(s);
  const L = s.L = layout(s), room = s.width - LEFT_PX;
  s.cw = room / L.P; s.rh = Math.min(24, CELLS_PX / L.rows);
  paintCells(s, room); paintRowNames(s); paintAverages(s); paintWords(s);
  s.host.dataset.paints = ++s.paints; s.host.dataset.ms = (performance.now() - began).toFixed(2);
}
function paintCells(s, room) {
  const { L, ctx, cw, rh, dpr } = s, v = values(s), shade = shades(s), gap = rh > 6 ? 1 : 0, side = cw > 5 ? 1 : 0;
  const edge = r => Math.round(r * rh * dpr) / dpr, bins = Math.max(2, Math.round(L.P));   // snapped rows do not moiré
  s.sum = new Float64Array(bins); s.days = new Float64Array(bins); s.total = 0;
  ctx.fillStyle = s.bg; ctx.fillRect(LEFT_PX, 0, room, rh * L.rows - gap);
  const bar = (row, a, b) => {
    const top = edge(row); ctx.fillRect(LEFT_PX + a * cw, top, (b - a) * cw - side, edge(row + 1) - top - gap);
  };
  for (let t = 0; t < v.length; t++) {
    const [r, x] = L.at(t), b = Math.min(bins - 1, Math.floor((x + .5) / L.P * bins) % bins);
    s.sum[b] += v[t]; s.days[b]++; s.total += v[t];
    ctx.fillStyle = s.lut[shade[t]]; bar(r, x, Math.min(x + 1, L.P));
    if (x + 1 > L.P + 1e-9 && r + 1 < L.rows) bar(r + 1, 0, x + 1 - L.P);   // a day cut by the edge goes on below
  }
}
function paintRowNames(s) {
  const { L, ctx, rh } = s, first = new Date(s.t0);
  ctx.fillStyle = s.text; ctx.font = `12px ${s.font}`; ctx.textBaseline = "top"; ctx.textAlign = "left";
  let above = -99;
  for (let r = 0; r < L.rows; r++) {
    if (r * rh - above < 38 || r * rh >= CELLS_PX - 14) continue;
    above = r * rh;
    const when = s.mode === "days" ? s.t0 + Math.max(0, r * L.P - s.turn) * DAY_MS : Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + r, 1);
    ctx.fillText(pick(s).clock ? "day " + Math.max(0, Math.round(r * L.P - s.turn)) : month.format(new Date(when)), 0, r * rh);
  }
}
function paintAverages(s) {
  const { L, ctx, cw, rh } = s, bins = s.sum.length, wide = L.P / bins * cw, foot = rh * L.rows + 8 + AVERAGE_PX;
  const mean = Array.from(s.sum, (x, k) => s.days[k] ? x / s.days[k] : 0), high = Math.max(...mean), best = mean.indexOf(high);
  const all = s.total / values(s).length, name = phase(s, L.P);
  mean.forEach((m, b) => {
    ctx.fillStyle = s.lut[b === best ? 54 : 30];
    const h = high ? AVERAGE_PX * m / high : 0;
    ctx.fillRect(LEFT_PX + b * wide, foot - h, Math.max(1, wide - (cw > 5 ? 1 : .5)), h);
  });
  ctx.fillStyle = s.text; ctx.textAlign = "center";
  const every = Math.max(1, Math.ceil(34 / wide)), clear = Math.ceil(30 / wide);
  for (let b = 0; b < bins; b++) {
    const shown = b === best || (b % every === 0 && Math.abs(b - best) >= clear);   // the best is always named
    if (shown) ctx.fillText(name(b), Math.min(s.width - 12, LEFT_PX + (b + .5) * wide), foot + 5);
  }
  ctx.textAlign = "left"; ctx.fillText("average", 0, foot - 14);
  s.fact = { P: L.P, bins, at: best, best: name(best, true), times: all ? high / all : 0 };
}
function paintWords(s) {
  const f = s.fact, last = s.d.periods.length - 1, by = s.mode === "days", i = place(s), flag = s.$(".flag");
  s.$(".cut").style.left = `${100 * i / last}%`; s.$(".cut").hidden = !by;
  flag.textContent = days(period(s)); flag.style.transform = `translateX(${-100 * i / last}%)`;
  const lead = by ? ["Folded at ", bold(days(f.P)), `: ${f.best} carries `] : ["Folded by month: ", bold(f.best), " carries "];
  s.$(".say").replaceChildren(...lead, bold(f.times.toFixed(1) + " ×"), " an average day.");
  for (const b of s.$(".peaks").children) b.classList.toggle("here", by && Math.abs(b.i - i) < 26);
  for (const b of s.$(".views").children) b.setAttribute("aria-pressed", b.on());
  s.input.setAttribute("aria-valuetext", `${days(period(s))}, ${f.best} carries ${f.times.toFixed(1)} times an average day`);
}
function place(s) {                                  // where an exact period (29.53) lies between two of the slider's steps
  const i = +s.input.value, all = s.d.periods;
  if (s.exact === null) return i;
  const j = s.exact > all[i] ? Math.min(all.length - 1, i + 1) : Math.max(0, i - 1);
  return j === i ? i : i + (j - i) * (s.exact - all[i]) / (all[j] - all[i]);
}
function phase(s, P) {
  if (s.mode === "month") return (b, long) => long ? `day ${b + 1}` : b + 1;
  if (s.mode === "end") return (b, long) => b === 30 ? (long ? "the last day" : "last") : long ? `${30 - b} days before the end` : `−${30 - b}`;
  if (!pick(s).clock && (near(P % 7, 0, .02) || near(P % 7, 7, .02))) {
    return (b, long) => long ? LONG[b % 7] + (P > 8 ? ` of week ${1 + Math.floor(b / 7)}` : "") : WD[b % 7];
  }
  const bins = Math.max(2, Math.round(P)), back = Math.round(s.turn / P * bins);
  return (b, long) => { const k = (b - back + 2 * bins) % bins + 1; return long ? `day ${k} of the beat` : k; };
}
function hover(s, e) {
  const box = s.canvas.getBoundingClientRect(), x = (e.clientX - box.left - LEFT_PX) / s.cw, row = Math.floor((e.clientY - box.top) / s.rh);
  const v = pick(s).values; let t = -1;
  if (s.mode === "days") t = Math.floor(row * s.L.P + x - s.turn);
  else for (let k = 0; k < v.length; k++) { const [a, b] = s.L.at(k); if (a === row && b === Math.floor(x)) { t = k; break; } }
  if (x < 0 || x >= s.L.P || row >= s.L.rows || t < 0 || t >= v.length) { s.$(".read").textContent = s.d.hint; return; }
  const when = pick(s).clock ? `Day ${t} of each user` : `${WD[t % 7]} ${day1.format(new Date(s.t0 + t * DAY_MS))}`;
  s.$(".read").textContent = `${when} · ${whole.format(v[t])} ${s.d.unit}`;
}
function describe(s) {                               // renewed on release: a screen reader must not be talked over
  const f = s.fact, by = s.mode === "days" ? `folded at ${days(f.P)}` : "folded by month";
  s.canvas.setAttribute("aria-label", `${pick(s).name}, ${by}. The heaviest column is ${f.best} with ${f.times.toFixed(1)} times an average day.`);
}
function takePeak(s, v) {                            // Python sets a peak's period: shown as its button shows it
  take(s, v);
  const p = s.d.peaks.find(p => !p.of && near(s.d.periods[p.i], v));
  if (p) asPeak(s, p);
}
function take(s, v) {                                // Python sets the period: the nearest step, drawn at the exact value
  let best = 0;
  s.d.periods.forEach((p, i) => { if (Math.abs(p - v) < Math.abs(s.d.periods[best] - v)) best = i; });
  s.input.value = best; s.exact = near(v, s.d.periods[best]) ? null : v; s.mode = "days"; s.turn = 0; s.sent = period(s);
}

export default function ({ parentElement, data, setStateValue }) {
  let s = kept.get(parentElement);
  if (!s) { s = build(parentElement); kept.set(parentElement, s); s.host = parentElement.host ?? parentElement; }
  s.send = setStateValue; theme(s);
  if (s.table !== data.table) {
    const held = s.d ? period(s) : null;
    s.table = data.table; load(s, JSON.parse(data.table)); s.view = Math.min(s.view, s.d.series.length - 1);
    if (held !== null) take(s, held);
  }
  if (s.epoch !== data.epoch) { s.epoch = data.epoch; takePeak(s, data.value); }
  s.input.setAttribute("aria-label", "Period"); s.$(".read").textContent = s.d.hint;
  paint(s); turnAway(s); describe(s);
  return () => { s.watch.disconnect(); clearTimeout(s.timer); cancelAnimationFrame(s.frame); kept.delete(parentElement); };
}
