"""What is known of each machine: health, models, load. PURE: records in, records out; the time comes in as ``now``."""
