// Listens to the keys of `shortcuts.py` and presses what stands on the page; `?` lists them. Nothing reaches Python.
const kept = new WeakMap();
const WAIT_MS = 8000, LOOK_MS = 80, OFF = "offbeat_shortcuts_off";
// Where letters and digits mean something else.
const TYPED_INTO = `input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select,
  [contenteditable=true], [role=spinbutton], [role=combobox], [role=listbox], [role=menu], [data-testid=stDataFrame]`;

const find = where => [...document.querySelectorAll(where)].find(each => each.checkVisibility() && !each.disabled);
const isOff = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
function turnOff(off) { try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* kept for this page alone */ } }

async function awaited(where) {
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
    const found = find(where);
    if (found) return found;
    await new Promise(done => setTimeout(done, LOOK_MS));
  }
  return null;
}
async function follow(path) {
  const from = Math.max(0, path.findLastIndex(find));
  if (!find(path[from])) return false;
  for (const where of path.slice(from)) {
    const found = await awaited(where);
    if (!found) return false;
    if (found.matches("input")) found.focus(); else found.click();
  }
  return true;
}
function turn(by) {
  const links = [...document.querySelectorAll("[data-testid=stTopNavLink]")];
  const at = links.findIndex(each => each.getAttribute("aria-current") === "page");
  const to = at < 0 ? links[0] : links[(at + by + links.length) % links.length];
  to?.click();
  return Boolean(to);
}

function build(root) {
  const $ = q => root.querySelector(q), s = { $, dialog: $("dialog"), keys: [] };
  s.open = () => { $(".on").checked = !isOff(); s.dialog.showModal(); };
  $(".open").onclick = s.open;
  $(".close").onclick = () => s.dialog.close();
  $(".on").onchange = event => turnOff(!event.target.checked);
  s.heard = event => hear(s, event);
  document.addEventListener("keydown", s.heard);
  return s;
}
function list(s, keys) {
  s.keys = keys;
  s.$(".keys").replaceChildren(...[...keys, { key: "?", does: "This list" }].flatMap(each => {
    const term = document.createElement("dt"), does = document.createElement("dd"), key = document.createElement("kbd");
    key.textContent = each.key; term.append(key); does.textContent = each.does;
    return [term, does];
  }));
}
async function hear(s, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || s.dialog.open) return;
  if (event.composedPath().some(each => each.matches?.(TYPED_INTO))) return;
  if (event.key === "?") { event.preventDefault(); s.open(); return; }
  const asked = s.keys.find(each => each.key === event.key);
  if (!asked || isOff()) return;
  event.preventDefault();                              // else the letter lands in the field that takes the cursor
  const done = asked.turn ? turn(asked.turn) : await follow(asked.path);
  s.$(".said").textContent = done ? "" : `${asked.does}: not on this page now.`;
}

export default function ({ parentElement, data }) {
  let s = kept.get(parentElement);
  if (!s) { s = build(parentElement); kept.set(parentElement, s); }
  list(s, data.shortcuts);
  return () => { document.removeEventListener("keydown", s.heard); kept.delete(parentElement); };
}
