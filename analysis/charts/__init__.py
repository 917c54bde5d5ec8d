"""Charts: a tidy frame and settings in, a `Picture` (chart, its words, its table) out; one chart a file."""

from analysis.charts import theme as _theme  # registers the theme every chart is drawn in
from analysis.charts.picture import Picture

__all__ = ["Picture"]

_theme.enable()
