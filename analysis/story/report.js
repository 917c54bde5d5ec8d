// Draws the charts of a report in the colours of light or dark, and again when a reader changes over.
const charts = JSON.parse(document.getElementById("charts").textContent);
const colours = JSON.parse(document.getElementById("colours").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const drawn = [];

function embed(spec, place) {
  const box = document.getElementById(`chart-${place}`);
  drawn[place]?.finalize();
  vegaEmbed(box, spec, {
    mode: "vega-lite", renderer: "svg", ast: true, config: dark.matches ? colours.dark : colours.light,
    actions: { export: true, source: false, compiled: false, editor: false }, downloadFileName: `chart-${place + 1}`,
    tooltip: { theme: dark.matches ? "dark" : "light" },
  }).then(
    (view) => { drawn[place] = view; },
    () => { box.textContent = "This chart could not be drawn. Its numbers stand below."; },
  );
}

function draw() { charts.forEach(embed); }

draw();
dark.addEventListener("change", draw);
