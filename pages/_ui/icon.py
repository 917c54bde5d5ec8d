"""The icon of the browser's tab, drawn here: one named by Streamlit's word for it is fetched from another host."""

import base64

_BARS = ((2, 10, 4), (6, 6, 12), (10, 2, 20), (14, 7, 10), (18, 10, 4))  # left edge, top, height
_DRAWN = "".join(f'<rect x="{x}" y="{y}" width="3" height="{height}" rx="1.5"/>' for x, y, height in _BARS)
_SVG = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#B93815">{_DRAWN}</svg>'

ICON = f"data:image/svg+xml;base64,{base64.b64encode(_SVG.encode()).decode()}"
