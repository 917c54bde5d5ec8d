"""Picture: a chart with the words a screen reader says and the table of the numbers it shows."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa

from analysis import markup
from analysis.charts.tooltips import without_images

MOST_MARKS = 2_000  # above this Vega draws on canvas: no text colour of the page, nothing for a screen reader


@dataclass(frozen=True, eq=False)
class Picture:
    """What a chart function returns.

    Attributes
    ----------
    chart
        The Altair chart; at most `MOST_MARKS` marks, no named colour scheme.
    alt
        One or two sentences with the takeaway, for `alt=`.
    table
        The numbers behind the chart with readable column names, for "Show numbers".
    """

    chart: alt.TopLevelMixin = field(repr=False)
    alt: str
    table: pd.DataFrame = field(repr=False)

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The chart as Vega-Lite, made once: making it costs more than everything else of a rerun.

        Checking it against the schema would take half of that again; the tests check every chart.
        """
        return without_images(self.chart.to_dict(validate=False))

    @cached_property
    def sent(self) -> dict[str, Any]:
        """The same with its rows as Arrow, as they go to the browser: turning them into it at each rerun costs most."""
        return {**self.spec, "datasets": {name: _arrow(rows) for name, rows in self.spec.get("datasets", {}).items()}}

    def _repr_html_(self) -> str:
        """What Jupyter shows: the chart as a picture, its words, its numbers behind a click; `chart` itself moves."""
        from analysis.charts.still import image_source  # who shows no picture needs nothing that draws one

        image = f'<img src="{image_source(self.spec)}" alt="{markup.escaped(self.alt)}" style="max-width:100%">'
        caption = f"<figcaption>{markup.escaped(self.alt)}</figcaption>"
        return f"<figure>{image}{caption}</figure>{markup.behind('Show numbers', markup.table(self.table))}"


def _arrow(rows: list[dict[str, Any]]) -> bytes:
    table = pa.Table.from_pylist(rows)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
