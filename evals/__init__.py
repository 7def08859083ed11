"""Scripted suites -> report, over the public faces of `assistant` and `ingest` alone."""
