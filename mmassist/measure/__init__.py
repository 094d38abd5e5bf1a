"""The harness that hears: real programs, real key presses, and a recording of what the speaker really played.

For the demonstration, the integration tests and the benchmarks; the app never imports it. Runs in `packaging/virtual-desktop.sh`.
"""
