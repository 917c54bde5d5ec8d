// One slider over its own histogram. Everything that depends on the threshold is read from a table held here,
// so nothing crosses the network while the hand moves. Python hears the value on release.
const kept = new WeakMap();
const NS = "http://www.w3.org/2000/svg";
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const KEY_QUIET_MS = 250;                            // a held arrow key fires change on every repeat
const whole = new Intl.NumberFormat("en");
const pct = (a, b) => b ? (100 * a / b).toFixed(a > 0 && a / b < .0995 ? 1 : 0) + " %" : "–";
const span = (text, parent) => {
  const e = document.createElement("span"); e.textContent = text; parent.append(e); return e;
};
const svg = (tag, attrs, parent) => {
  const e = document.createElementNS(NS, tag);
  for (const k in attrs) e.setAttribute(k, attrs[k]);
  parent.append(e); return e;
};

// rows[step][cell] -> what a threshold at each step keeps: it and all above ("least"), or it and all below ("most")
function running(rows, keeps) {
  const out = rows.map(r => Float64Array.from(r)), n = out.length, up = keeps === "least";
  for (let k = 1; k < n; k++) {
    const to = out[up ? n - 1 - k : k], from = out[up ? n - k : k - 1];
    for (let j = 0; j < to.length; j++) to[j] += from[j];
  }
  return out;
}
const decimals = step => step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
function words(d, v) {                               // 0.6 -> "60 %", 30 -> "30 days"
  if (d.unit === "share") return +(100 * v).toFixed(Math.max(0, decimals(d.step) - 2)) + " %";
  const text = v.toLocaleString("en", { maximumFractionDigits: decimals(d.step) });
  return d.unit === "days" ? text + (v === 1 ? " day" : " days") : text;
}

function build(root) {
  const $ = q => root.querySelector(q);
  const s = { $, bars: [], cells: [], rows: [], frame: 0, sent: null, timer: 0, keys: false, paints: 0 };
  s.input = $("input"); s.hist = $(".hist"); s.heat = $(".heat");
  s.ui = { cut: $(".cut"), flag: $(".flag"), size: $(".size"), of: $(".of") };
  for (const day of DAYS) span(day, $(".days"));
  for (let i = 0; i < 168; i++) {
    const at = { x: (i % 24) * 10 + .4, y: Math.floor(i / 24) * 10 + .4, width: 9.2, height: 9.2, rx: 1.2 };
    s.cells.push(svg("rect", at, s.heat));
  }
  s.input.oninput = () => ask(s);
  s.input.onkeydown = () => { s.keys = true; };
  s.input.onpointerdown = () => { s.keys = false; };
  s.input.onchange = () => {
    clearTimeout(s.timer);
    s.timer = setTimeout(() => { s.timer = 0; tell(s); describe(s); }, s.keys ? KEY_QUIET_MS : 0);
  };
  return s;
}
const ask = s => { if (!s.frame) s.frame = requestAnimationFrame(() => { s.frame = 0; paint(s); }); };
const value = s => +(s.d.min + s.d.step * +s.input.value).toFixed(6);
// With the moment: a value released again after Undo would else be what Streamlit has already, and it would say nothing.
const tell = s => { const v = value(s); if (v !== s.sent) { s.sent = v; s.send("value", [v, Date.now()]); } };
const middle = (s, i) => 100 * (s.d.keeps === "least" ? i : i + 1) / s.n;   // the line stands at the kept side's edge

function load(s, d) {                                // a new table: new data set or new settings elsewhere
  s.d = d; s.n = d.hist.length;
  s.at = running(d.hist.map(x => [x]), d.keeps); s.cell = running(d.cells, d.keeps); s.side = running(d.side, d.keeps);
  s.input.min = d.from; s.input.max = d.to;
  s.ui.of.replaceChildren();
  drawBars(s); drawScale(s); drawRows(s);
  s.$(".when").hidden = !d.cells.length; s.$(".which").hidden = !d.side.length;
  s.$(".below").hidden = !d.side.length;
  s.$(".below").classList.toggle("single", !d.cells.length);
  const far = d.keeps === "least" ? "below " + words(d, d.min) : "above " + words(d, d.min + d.step * (s.n - 1));
  s.$(".note").textContent = d.off ? `${whole.format(d.off)} more are ${far}: outside this chart at every step.` : "";
  // the thumb's centre must stand under the line, so the input is laid over the steps it may take, thumb radius beside
  const left = middle(s, d.from), width = middle(s, d.to) - left;
  s.input.style.left = `calc(${left}% - 11px)`; s.input.style.width = `calc(${width}% + 22px)`;
}
function drawBars(s) {
  const d = s.d, edge = s.n - 1, inner = d.hist.filter((_, i) => s.n < 4 || (i && i < edge));
  const peak = Math.max(...inner) || Math.max(...d.hist) || 1;      // the two edges may hold everyone beyond them
  s.hist.replaceChildren(); s.hist.setAttribute("viewBox", `0 0 ${s.n} 100`);
  s.bars = d.hist.map((c, i) => {
    const height = c ? Math.max(1, Math.min(100, 96 * c / peak)) : 0;
    return svg("rect", { x: i + .1, width: .8, y: 100 - height, height }, s.hist);
  });
  const most = Math.max(...s.at.map(a => a[0])) || 1;
  const points = s.at.map((a, i) => `${middle(s, i) * s.n / 100},${100 - 96 * a[0] / most}`).join(" ");
  svg("polyline", { points, class: "curve", "vector-effect": "non-scaling-stroke" }, s.hist);
}
function drawScale(s) {
  const box = s.$(".scale"); box.replaceChildren();
  for (const part of [0, .5, 1]) {
    const i = Math.round(part * (s.n - 1)), e = span(words(s.d, s.d.min + s.d.step * i), box);
    e.style.left = middle(s, i) + "%"; e.style.transform = `translateX(${-100 * part}%)`;
  }
}
function drawRows(s) {
  const list = s.$(".side"), all = s.d.side_all.reduce((a, b) => a + b, 0);
  const widest = Math.max(.3, ...s.side.flatMap(r => { const t = r.reduce((a, b) => a + b, 0); return t ? [...r].map(x => x / t) : []; }));
  s.reach = Math.min(1, widest); list.replaceChildren();
  s.rows = s.d.side_names.map((name, k) => {
    const row = document.createElement("div"), text = span(LONG[DAYS.indexOf(name)] ?? name, row), box = span("", row), num = span("", row);
    const bar = document.createElement("i"), tick = document.createElement("u");
    row.className = "row"; text.className = "name"; box.className = "bar"; num.className = "num";
    tick.style.left = `${Math.min(100, 100 * s.d.side_all[k] / (all || 1) / s.reach)}%`;
    box.append(bar, tick); list.append(row);
    return { bar, num };
  });
}
function ramp(s) {                                   // theme colours, looked up once per theme or table change
  const raw = getComputedStyle(s.host).getPropertyValue("--st-chart-sequential-colors").split(",").map(c => c.trim());
  s.ramp = raw.length > 1 ? raw : ["#E4F3F9", "#182762"];
}
const unit = (s, n) => s.d.units[n === 1 ? 0 : 1];
function paint(s) {
  const i = +s.input.value, n = s.at[i][0], at = middle(s, i), ui = s.ui;
  ui.cut.style.left = at + "%";
  ui.flag.textContent = words(s.d, value(s)); ui.flag.style.transform = `translateX(${-at}%)`;
  ui.size.textContent = whole.format(n);
  ui.of.textContent = `${unit(s, n)} · ` + pct(n, s.d.total);
  for (let b = 0; b < s.n; b++) {
    const on = s.d.keeps === "least" ? b >= i : b <= i, bar = s.bars[b];
    if (bar.on !== on) { bar.on = on; bar.classList.toggle("out", !on); }
  }
  if (s.cell.length) paintCells(s, s.cell[i]);
  if (s.side.length) paintRows(s, s.side[i]);
  s.input.setAttribute("aria-valuetext", `${ui.flag.textContent}: ${whole.format(n)} ${unit(s, n)}, ${pct(n, s.d.total)}`);
  s.host.dataset.paints = ++s.paints;
}
function paintCells(s, row) {
  let top = 1;
  for (let k = 0; k < 168; k++) if (row[k] > top) top = row[k];
  const last = s.ramp.length - 1;
  for (let k = 0; k < 168; k++) {
    const q = Math.round(last * row[k] / top), c = s.cells[k];
    if (c.q !== q || c.r !== s.ramp) { c.q = q; c.r = s.ramp; c.setAttribute("fill", s.ramp[q]); }
  }
}
function paintRows(s, side) {
  const days = side.reduce((a, b) => a + b, 0);
  s.rows.forEach((r, k) => {
    r.bar.style.transform = `scaleX(${days ? Math.min(1, side[k] / days / s.reach) : 0})`;
    r.num.textContent = pct(side[k], days);
  });
}
function describe(s) {                               // only on release: a screen reader must not be talked over
  if (!s.cell.length) return;
  const row = s.cell[+s.input.value]; let k = 0;
  row.forEach((x, j) => { if (x > row[k]) k = j; });
  s.heat.setAttribute("aria-label", row[k]
    ? `Weekday by hour of the ${s.d.units[1]} kept; busiest: ${LONG[Math.floor(k / 24)]} ${k % 24}:00` : "Nobody is kept");
}

export default function ({ parentElement, data, setStateValue }) {
  let s = kept.get(parentElement);
  if (!s) { s = build(parentElement); kept.set(parentElement, s); s.host = parentElement.host ?? parentElement; }
  s.send = setStateValue;
  if (s.table !== data.table) { s.table = data.table; const v = s.d ? value(s) : null; load(s, JSON.parse(data.table)); if (v !== null) place(s, v); }
  if (s.epoch !== data.epoch) { s.epoch = data.epoch; place(s, data.value); }   // Python sets it, never our own echo
  s.$(".label").textContent = data.label; s.input.setAttribute("aria-label", data.label);
  ramp(s); paint(s); describe(s);
  return () => { clearTimeout(s.timer); cancelAnimationFrame(s.frame); kept.delete(parentElement); };
}
function place(s, v) { s.input.value = Math.round((v - s.d.min) / s.d.step); s.sent = value(s); }
