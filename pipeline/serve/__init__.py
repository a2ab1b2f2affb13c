"""The catalogue on this machine alone, with pages that come anew when something was built."""
