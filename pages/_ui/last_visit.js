// Keeps what Home counted in this browser, and tells Python what was kept at the visit before: counts and a day, no ids.
const told = new WeakMap();

function before(place, now) {
  let kept = sessionStorage.getItem(place);  // a reload is no new visit
  if (kept === null) {
    kept = localStorage.getItem(place) ?? "";
    sessionStorage.setItem(place, kept);
  }
  localStorage.setItem(place, JSON.stringify(now));
  return kept ? JSON.parse(kept) : null;
}

export default function ({ parentElement, data, setStateValue }) {
  if (told.get(parentElement) === data.place) return;
  told.set(parentElement, data.place);
  try {
    const kept = before(data.place, data.now);
    if (kept && kept.day < data.now.day) setStateValue("before", { place: data.place, visit: kept });
  } catch { /* a browser that keeps nothing, or keeps nonsense, has had no visit */ }
}
