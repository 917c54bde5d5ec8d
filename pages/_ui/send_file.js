// Sends one file to the place that Python gave, piece by piece as the browser reads it, and tells Python when it is whole.
const kept = new WeakMap();
const PAINT_MS = 200, RATE_AFTER_MS = 1500;
const UNITS = ["B", "kB", "MB", "GB"];

function size(bytes) {
  let unit = 0;
  while (bytes >= 1023.5 && unit < UNITS.length - 1) { bytes /= 1024; unit += 1; }
  return `${unit === UNITS.length - 1 ? bytes.toFixed(1) : Math.round(bytes)} ${UNITS[unit]}`;
}
function left(seconds) {
  if (seconds < 10) return "a few seconds left";
  return seconds < 90 ? `about ${Math.round(seconds / 10) * 10} s left` : `about ${Math.round(seconds / 60)} min left`;
}

function build(root) {
  const $ = q => root.querySelector(q);
  const s = { $, request: null, waiting: null, used: null };
  const pick = $(".pick"), input = $("input");
  input.onchange = () => { if (input.files.length) choose(s, input.files[0]); input.value = ""; };
  pick.ondragover = e => { e.preventDefault(); pick.classList.add("over"); };
  pick.ondragleave = () => pick.classList.remove("over");
  pick.ondrop = e => {
    e.preventDefault(); pick.classList.remove("over");
    if (e.dataTransfer.files.length) choose(s, e.dataTransfer.files[0]);
  };
  $(".stop").onclick = () => { if (s.request) s.request.abort(); else { s.waiting = null; show(s, {}); } };
  return s;
}

function token(name) {
  const found = document.cookie.split("; ").find(each => each.startsWith(name + "="));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function choose(s, file) {
  if (s.request || s.waiting) return;
  s.again = false; begin(s, file);
}
function begin(s, file) {
  show(s, { going: true }); paint(s, file, 0, 0);
  if (s.data.path === s.used) { s.waiting = file; return; }   // a place is good for one request: Python gives the next
  s.used = s.data.path; s.waiting = null;
  const request = s.request = new XMLHttpRequest(), words = s.data.words, began = performance.now();
  let painted = -Infinity;
  request.upload.onprogress = e => {
    const now = performance.now();
    if (now - painted < PAINT_MS && e.loaded < e.total) return;
    painted = now; paint(s, file, e.loaded, now - began);
  };
  request.onload = () => {
    if (request.status === 201) whole(s, file);
    else if (request.status === 404 && !s.again) { s.again = true; s.request = null; s.waiting = file; s.tell("failed", true); }
    else failed(s, words[request.status] ?? words.lost);
  };
  request.onerror = () => failed(s, words.lost);
  request.onabort = () => failed(s, "");
  request.open("PUT", s.data.path);
  request.setRequestHeader("X-Xsrftoken", token(s.data.cookie));
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.send(file);
}

function paint(s, file, sent, spent) {
  const share = file.size ? sent / file.size : 1, rest = spent > RATE_AFTER_MS && sent < file.size;
  const parts = [file.name, `${size(sent)} of ${size(file.size)}`];
  if (rest) parts.push(left(spent / 1000 * (1 - share) / share));
  s.$(".said").textContent = parts.join(" · ");
  s.$(".bar i").style.transform = `scaleX(${share})`;
  s.$(".bar").setAttribute("aria-valuenow", Math.round(100 * share));
}
function show(s, { going = false, problem = "" }) {
  s.$(".pick").hidden = going; s.$(".going").hidden = !going;
  s.$(".problem").textContent = problem; s.$(".problem").hidden = !problem;
}
function whole(s, file) {
  s.request = null; s.$(".stop").hidden = true;
  s.$(".said").textContent = `${file.name} · ${s.data.words.whole}`;
  s.tell("sent", true);
}
function failed(s, problem) {
  s.request = null; show(s, { problem });
  if (!s.gone) s.tell("failed", true);
}

export default function ({ parentElement, data, setTriggerValue }) {
  let s = kept.get(parentElement);
  if (!s) { s = build(parentElement); kept.set(parentElement, s); }
  s.data = data; s.tell = setTriggerValue;
  s.$("input").accept = data.accept; s.$(".hint").textContent = data.words.hint;
  if (s.waiting && data.path !== s.used) begin(s, s.waiting);
  return () => { s.gone = true; s.request?.abort(); kept.delete(parentElement); };
}
