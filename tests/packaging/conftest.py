import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

# bootstrap.py finds its parts because they lie beside it; so do the tests
sys.path.insert(0, str(CHECKOUT / "packaging"))
