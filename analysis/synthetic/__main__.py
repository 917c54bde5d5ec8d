"""`python -m analysis.synthetic [FOLDER]`: write the samples."""

import sys
from pathlib import Path

from analysis.synthetic.write import write_samples

SAMPLE_DATA = Path(__file__).resolve().parents[2] / "sample_data"

if __name__ == "__main__":
    for path in write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_DATA):
        print(f"{path} ({path.stat().st_size:,} bytes)")
