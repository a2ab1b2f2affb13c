"""Files and the clock: the only place that touches the disk."""
