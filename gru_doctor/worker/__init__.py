"""The process that runs user code, and the wire to it: plain arrays and strings, never pickle."""
