"""Benchmarks of vaultlint: vaults to measure on, and the run that measures. No part of a wheel."""
